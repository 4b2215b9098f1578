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
 * Determines whether an executable is the program that wrote a dump, and where it was loaded.
 *
 * @param slide what to add to an address of the file to get the address in the process
 * @param evidence all comparisons
 */
public record ExecutableMatch(long slide, List<Evidence> evidence) {

  /**
   * One comparison of the dump and the executable.
   *
   * @param what what is compared
   * @param agrees whether both have the same value
   * @param detail both values, in words
   * @param isDistinctive whether agreement makes it likely that they belong together
   */
  public record Evidence(String what, boolean agrees, String detail, boolean isDistinctive) {}

  /** Reports whether they belong together: something distinctive agrees, and nothing disagrees. */
  public boolean matches() {
    return evidence.stream().allMatch(Evidence::agrees)
        && evidence.stream().anyMatch(Evidence::isDistinctive);
  }

  /**
   * Returns, in one line, why they don't belong together or why that is unknown: everything that
   * disagrees, the first with both values.
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

  /** Compares the dump of a process with a program. */
  public static ExecutableMatch of(ProcessState process, Program program) {
    return new Comparison(process, program).result();
  }

  /** A comparison in progress. */
  private static final class Comparison {
    /** Instead of a word that the executable doesn't have. */
    private static final long UNREADABLE = -1;

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

    /** Dumps state the version since Go 1.17; before, the same field contains experiments. */
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
     * Computes the slide from the first function on a stack that the program has, for dumps
     * truncated before the segments.
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
        // skip code of plugins
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

    /** Compares sizes: a descriptor starts with the size of its type. */
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

    /**
     * Compares the second word of itabs, which is the type. Itabs created at run time are not in
     * the file.
     */
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
        return UNREADABLE;
      }
      long value = 0;
      for (int i = 0; i < size; i++) {
        value = value << 8 | (bytes[program.file().bigEndian() ? i : size - 1 - i] & 0xff);
      }
      return value;
    }

    /** Counts how many things of a kind agree. */
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
