package dev.godump.types.program;

import dev.godump.binary.file.AddressRange;
import dev.godump.format.DumpRecord;
import dev.godump.format.RecordKind;
import dev.godump.graph.Frames;
import dev.godump.graph.ProcessState;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Whether an executable is the program that wrote a dump, and where it lay in the process.
 *
 * @param slide what is added to the file's addresses in the process
 * @param evidence all that was compared
 */
public record ExecutableMatch(long slide, List<Evidence> evidence) {

  /**
   * Something that the dump and the executable both say.
   *
   * @param what is compared
   * @param agrees whether they say the same
   * @param detail both sides, in words
   * @param telling whether agreeing in this makes it likely that they belong together
   */
  public record Evidence(String what, boolean agrees, String detail, boolean isDistinctive) {}

  /** Whether they belong together: something telling agrees, and nothing disagrees. */
  public boolean matches() {
    return evidence.stream().allMatch(Evidence::agrees)
        && evidence.stream().anyMatch(Evidence::isDistinctive);
  }

  /**
   * Why they don't belong together, or why that can't be told, in a line: what disagrees, the first
   * in full.
   */
  public String objection() {
    List<Evidence> disagreeing = evidence.stream().filter(e -> !e.agrees).toList();
    if (disagreeing.isEmpty()) {
      return "nothing in the dump tells whether this program wrote it";
    }
    Evidence first = disagreeing.get(0);
    String others =
        disagreeing.stream().skip(1).map(Evidence::what).collect(Collectors.joining(", "));
    return "it is not the program that wrote the dump: "
        + first.what
        + " ("
        + first.detail
        + ")"
        + (others.isEmpty() ? "" : ", " + others);
  }

  /** Compares. */
  public static ExecutableMatch of(ProcessState process, Program program) {
    return new Comparison(process, program).result();
  }

  /** One comparison under way. */
  private static final class Comparison {
    private static final int MAX_FUNCTIONS_TRIED = 3;
    private static final int MAX_EXAMPLE_LENGTH = 60;

    private final ProcessState process;
    private final Program program;
    private final List<Evidence> evidence = new ArrayList<>();
    private long slide;

    Comparison(ProcessState process, Program program) {
      this.process = process;
      this.program = program;
    }

    ExecutableMatch result() {
      compareMachines();
      if (evidence.stream().allMatch(Evidence::agrees)) {
        compareVersions();
        compareSegments();
        compareFunctions();
        compareTypeSizes();
        compareItabs();
      }
      return new ExecutableMatch(slide, List.copyOf(evidence));
    }

    private void add(String what, boolean agrees, String dump, String file, boolean isDistinctive) {
      evidence.add(
          new Evidence(what, agrees, "dump " + dump + ", executable " + file, isDistinctive));
    }

    private void compareMachines() {
      DumpRecord.Params params = process.params();
      String dump = params.arch() + " " + describeWords(params.pointerSize(), params.bigEndian());
      String file =
          program.file().architecture().orElse("an unknown machine")
              + " "
              + describeWords(program.file().pointerSize(), program.file().bigEndian());
      add("machine", dump.equals(file), dump, file, false);
    }

    private static String describeWords(int pointerSize, boolean bigEndian) {
      return 8 * pointerSize + "-bit " + (bigEndian ? "big" : "little") + "-endian";
    }

    /** Dumps name the version since Go 1.17; before, the same field holds experiments. */
    private void compareVersions() {
      String dump = process.params().version();
      String file = program.build().version();
      if (process.version().isPresent() && !file.isEmpty()) {
        add("Go version", dump.equals(file), dump, file, false);
      }
    }

    private void compareSegments() {
      Optional<DumpRecord.Segment> data = segment(RecordKind.DATA);
      Optional<DumpRecord.Segment> bss = segment(RecordKind.BSS);
      slide =
          data.isPresent()
              ? data.get().address() - program.module().data().start()
              : slideOfFunctions();
      data.ifPresent(d -> compareLength("length of data", d, program.module().data()));
      bss.ifPresent(b -> compareLength("length of BSS", b, program.module().bss()));
      if (data.isPresent() && bss.isPresent()) {
        long dump = bss.get().address() - data.get().address();
        long file = program.module().bss().start() - program.module().data().start();
        add("distance of BSS from data", dump == file, hex(dump), hex(file), true);
      }
    }

    /**
     * By the first function of a stack that the program has, where a dump was cut before its
     * segments.
     */
    private long slideOfFunctions() {
      Frames frames = process.frames();
      LongOpenHashSet seen = new LongOpenHashSet();
      for (int f = 0; f < frames.count() && seen.size() < MAX_FUNCTIONS_TRIED; f++) {
        if (seen.add(frames.entry(f))) {
          OptionalLong entry = program.functions().entryOf(frames.function(f));
          if (entry.isPresent()) {
            return frames.entry(f) - entry.getAsLong();
          }
        }
      }
      return 0;
    }

    private Optional<DumpRecord.Segment> segment(RecordKind kind) {
      return process.segments().stream().filter(s -> s.kind() == kind).findFirst();
    }

    private void compareLength(String what, DumpRecord.Segment segment, AddressRange range) {
      long length = segment.contents().length();
      add(what, length == range.length(), hex(length), hex(range.length()), true);
    }

    private static String hex(long number) {
      return "0x" + Long.toHexString(number);
    }

    private void compareFunctions() {
      Frames frames = process.frames();
      LongOpenHashSet seen = new LongOpenHashSet();
      Tally tally = new Tally("functions");
      for (int f = 0; f < frames.count(); f++) {
        long entry = frames.entry(f) - slide;
        // code of plugins lies elsewhere
        if (seen.add(entry) && program.module().text().contains(entry)) {
          String name = frames.function(f);
          tally.count(
              program
                  .functions()
                  .functionAt(entry)
                  .filter(x -> x.entry() == entry && x.name().equals(name))
                  .isPresent(),
              name);
        }
      }
      tally.addEvidence();
    }

    /** A descriptor starts with the size of its type. */
    private void compareTypeSizes() {
      Tally tally = new Tally("sizes of types");
      for (DumpRecord.Type type : process.types().values()) {
        long descriptor = type.address() - slide;
        if (program.module().types().contains(descriptor)) {
          tally.count(word(descriptor) == type.size(), type.name());
        }
      }
      tally.addEvidence();
    }

    /** The second word of an itab is its type; those made at run time are not in the file. */
    private void compareItabs() {
      Tally tally = new Tally("itabs");
      for (DumpRecord.Itab itab : process.itabs().values()) {
        long at = itab.address() - slide;
        boolean linked = program.module().types().contains(itab.type() - slide) && isLinkedItab(at);
        if (linked) {
          tally.count(
              word(at + program.file().pointerSize()) == itab.type() - slide, hex(itab.address()));
        }
      }
      tally.addEvidence();
    }

    private boolean isLinkedItab(long address) {
      return program.file().sections().stream()
          .anyMatch(
              s ->
                  s.address() != 0
                      && new AddressRange(s.address(), s.address() + s.stored()).contains(address));
    }

    private long word(long address) {
      int size = program.file().pointerSize();
      byte[] bytes = new byte[size];
      if (program.file().read(address, bytes, 0, size) < size) {
        return -1;
      }
      long value = 0;
      for (int i = 0; i < size; i++) {
        value = value << 8 | bytes[program.file().bigEndian() ? i : size - 1 - i] & 0xff;
      }
      return value;
    }

    /** Counts things of one kind, each of which agrees or doesn't. */
    private final class Tally {
      private final String what;
      private int total;
      private int agreeing;
      private String example = "";

      Tally(String what) {
        this.what = what;
      }

      void count(boolean agrees, String name) {
        total++;
        if (agrees) {
          agreeing++;
        } else if (example.isEmpty()) {
          example =
              name.length() <= MAX_EXAMPLE_LENGTH
                  ? name
                  : name.substring(0, MAX_EXAMPLE_LENGTH - 1) + "…";
        }
      }

      void addEvidence() {
        if (total > 0) {
          String but = example.isEmpty() ? "" : ", not " + example;
          evidence.add(
              new Evidence(
                  what, agreeing == total, agreeing + " of " + total + " agree" + but, true));
        }
      }
    }
  }
}
