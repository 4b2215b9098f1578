package dev.godump.core;

import dev.godump.binary.file.AddressRange;
import dev.godump.binary.file.Executable;
import dev.godump.binary.runtime.ModuleData;
import dev.godump.core.live.ProcessImage;
import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.format.PointerOffsets;
import dev.godump.format.RecordContents;
import dev.godump.format.RecordKind;
import dev.godump.format.RecordWriter;
import dev.godump.io.Source;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes the records of a process in a core file in the order in which {@code
 * runtime/debug.WriteHeapDump} writes its own (runtime/heapdump.go mdump).
 */
public final class ProcessDump {
  private final GoProcess process;
  private final CoreMemory memory;
  private final RuntimeLayout layout;
  private final RuntimeVariables variables;
  private final HeapSpans heap;
  private final List<HeapSpan> spans;
  private final ObjectSlots slots;
  private final SpecialRecords specials;
  private final MemoryContents contents;
  private final RecordWriter out;
  private final List<String> warnings = new ArrayList<>();

  private long objects;
  private long objectBytes;

  private ProcessDump(GoProcess process, OutputStream out) throws IOException {
    this.process = process;
    this.memory = process.memory();
    this.layout = process.layout();
    this.variables = new RuntimeVariables(process);
    this.heap = HeapSpans.of(process);
    this.spans = withContents(heap.all());
    this.slots = new ObjectSlots(memory, heap.sweepGeneration(), process.marksInline());
    this.specials = new SpecialRecords(process, spans, slots);
    this.contents = new MemoryContents(memory);
    this.out = new RecordWriter(out);
    layout.doubt().ifPresent(warnings::add);
  }

  /**
   * Writes a dump.
   *
   * @param core a core file
   * @param executable the program that left it
   * @param out buffered
   * @return what the core file lacks
   * @throws CoreException if the core file can't be read, or the program didn't leave it
   */
  public static Outcome write(Source core, Executable executable, OutputStream out)
      throws IOException {
    return write(CoreFile.read(core), executable, out);
  }

  /**
   * Writes a dump of a process that was running.
   *
   * @param executable its program
   * @param out buffered
   * @return what could not be read
   * @throws CoreException if the process can't be read
   */
  public static Outcome write(ProcessImage image, Executable executable, OutputStream out)
      throws IOException {
    return write(CoreFile.of(image), executable, out);
  }

  static Outcome write(CoreFile core, Executable executable, OutputStream out) throws IOException {
    return write(GoProcess.of(core, executable), out);
  }

  static Outcome write(GoProcess process, OutputStream out) throws IOException {
    return new ProcessDump(process, out).write();
  }

  /**
   * Checks that processes of a program can be read, as far as the executable tells.
   *
   * @throws CoreException if not
   */
  public static void check(Executable executable) throws IOException {
    GoProcess.check(executable);
  }

  /** Whether a source starts as a core file. */
  public static boolean isCore(Source source) throws IOException {
    return CoreFile.isCore(source);
  }

  /**
   * Returns the path that the program had that left a core file; empty if the file doesn't say.
   *
   * @throws CoreException if the core file can't be read
   */
  public static Optional<String> programOf(Source core) throws IOException {
    return CoreFile.read(core).notes().program();
  }

  /**
   * What a core file lacks.
   *
   * @param missing why memory is missing, as a clause; the dump then has no end mark
   * @param warnings about stacks and lists that can't be followed, as sentences
   */
  public record Outcome(Optional<String> missing, List<String> warnings) {}

  private Outcome write() throws IOException {
    out.params(params());
    new ItabRecords(process, variables).write(out);
    writeObjects();
    writeGoroutines();
    for (DumpRecord.OsThread thread : new Goroutines(process).threads(variables.allThreads())) {
      out.thread(thread);
    }
    writeVariables();
    specials.writeRoots(out);
    out.memStats(memStats());
    OptionalLong buckets = variables.profileBuckets();
    if (buckets.isPresent()) {
      for (DumpRecord.MemProf bucket :
          new MemoryProfile(process).buckets(memory.word(buckets.getAsLong()))) {
        out.memProf(bucket);
      }
      specials.writeSamples(out);
    }
    Optional<String> missing = missing();
    if (missing.isEmpty()) {
      out.end();
    }
    return new Outcome(missing, List.copyOf(warnings));
  }

  /**
   * Returns the spans whose memory the core file has, and of the others only so many that the dump
   * is not much larger than the core file, whatever sizes a damaged one states.
   */
  private List<HeapSpan> withContents(List<HeapSpan> all) throws IOException {
    long most = process.core().source().size();
    List<HeapSpan> found = new ArrayList<>();
    for (HeapSpan span : all) {
      long absent = span.bytes() - memory.inCore(span.start(), span.bytes());
      if (absent <= most) {
        most -= absent;
        found.add(span);
      }
    }
    return found;
  }

  private Optional<String> missing() {
    if (process.core().missing() > 0) {
      return Optional.of(
          "the core file is cut: it lacks "
              + process.core().missing()
              + " bytes of memory"
              + (heap.isLost() ? ", with the runtime's list of spans; objects are unknown" : ""));
    }
    return contents.unknown() > 0
        ? Optional.of("the core file lacks " + contents.unknown() + " bytes of objects and stacks")
        : Optional.empty();
  }

  private DumpRecord.Params params() {
    long arena = 1L << ArenaBitmaps.ARENA_SHIFT;
    long start = spans.stream().mapToLong(HeapSpan::start).min().orElse(0);
    long end = spans.stream().mapToLong(span -> span.start() + span.bytes()).max().orElse(0);
    OptionalLong cpus = variables.cpus();
    return new DumpRecord.Params(
        false,
        8,
        start & -arena,
        end + arena - 1 & -arena,
        "amd64",
        // before Go 1.17 this was the GOEXPERIMENT
        layout.minor() < 17 ? "" : process.build().version(),
        cpus.isPresent() ? memory.number(cpus.getAsLong(), 4) : 0);
  }

  private ObjectPointers pointers() {
    if (layout.minor() >= 22) {
      return new TypePointers(
          memory, new TypeMasks(memory, process.types(), layout.minor()), process.marksInline());
    }
    ArenaBitmaps arenas = new ArenaBitmaps(memory, heap.arenas());
    return layout.minor() >= 20
        ? new WordBitmap(memory, arenas, layout)
        : new PairBitmap(memory, arenas, layout);
  }

  private void writeObjects() throws IOException {
    ObjectPointers pointers = pointers();
    if (heap.missing() > 0) {
      warnings.add(heap.missing() + " spans, with an unknown number of objects, are missing");
    }
    for (HeapSpan span : spans) {
      contents.readAhead(span.slot(span.slots()));
      BitSet used = specials.withRevived(span, slots.objects(span));
      for (int i = used.nextSetBit(0); i >= 0; i = used.nextSetBit(i + 1)) {
        long slot = span.slot(i);
        out.object(
            slot,
            contents.at(slot, span.slotSize()),
            span.isNoscan() ? PointerOffsets.of() : pointers.of(span, slot));
        objects++;
        objectBytes += span.slotSize();
      }
    }
  }

  private void writeGoroutines() throws IOException {
    OptionalLong list = variables.allGoroutines();
    if (list.isEmpty() && heap.isLost()) {
      throw new CoreException(
          "the core file is cut: it lacks "
              + process.core().missing()
              + " bytes of memory, with the runtime's lists of spans and of goroutines");
    }
    if (list.isEmpty()) {
      warnings.add("the core file lacks the runtime's list of goroutines");
      return;
    }
    Goroutines goroutines = new Goroutines(process);
    StackUnwinder unwinder = new StackUnwinder(process);
    int cut = 0;
    int running = 0;
    for (long g : goroutines.addresses(list.getAsLong())) {
      if (!goroutines.isDead(g)) {
        Goroutines.Stopped stopped = goroutines.read(g);
        out.goroutine(stopped.record());
        boolean whole =
            unwinder.unwind(
                stopped.pc(),
                stopped.record().sp(),
                stopped.isInterrupted(),
                stopped.stackEnd(),
                frame -> out.frame(frame, contents.at(frame.sp(), frame.contents().length())));
        cut += whole ? 0 : 1;
        running += stopped.isInterrupted() ? 1 : 0;
        for (DumpRecord.Defer defer : goroutines.defers(stopped.record())) {
          out.defer(defer);
        }
        for (DumpRecord.Panic panic : goroutines.panics(stopped.record())) {
          out.panic(panic);
        }
      }
    }
    if (running > 0 && !process.core().hasRegisters()) {
      warnings.add(
          running
              + (running == 1 ? " goroutine was" : " goroutines were")
              + " running; objects that only registers point to look unreachable");
    }
    if (cut > 0) {
      warnings.add(
          "the stacks of "
              + cut
              + " goroutines can't be followed to their ends; what only they lead to looks unreachable");
    }
  }

  /** Writes the variables of the program, and those of plugins, which a dump doesn't have. */
  private void writeVariables() throws IOException {
    for (ModuleData module : process.modules()) {
      AddressRange data = module.data();
      AddressRange bss = module.bss();
      if (!module.equals(process.module())) {
        data = known(data);
        bss = known(bss);
      }
      writeSegment(RecordKind.DATA, module, data, "moduledata.gcdatamask");
      writeSegment(RecordKind.BSS, module, bss, "moduledata.gcbssmask");
    }
  }

  /** Returns a range without its end that the process never wrote to: the kernel leaves it out. */
  private AddressRange known(AddressRange range) {
    long length = Math.max(0, range.end() - range.start());
    return new AddressRange(range.start(), range.start() + memory.known(range.start(), length));
  }

  private void writeSegment(RecordKind kind, ModuleData module, AddressRange range, String mask)
      throws IOException {
    long length = range.end() - range.start();
    long bitvector = module.address() + layout.offset(mask);
    long words = Math.min(memory.number(bitvector, 4), length / 8);
    long bits = memory.word(bitvector + 8);
    LongArrayList pointers = new LongArrayList();
    for (long i = 0; i < words; i++) {
      if ((memory.number(bits + i / 8, 1) >> (i & 7) & 1) != 0) {
        pointers.add(8 * i);
      }
    }
    out.segment(
        new DumpRecord.Segment(kind, range.start(), RecordContents.NONE, pointers.toLongArray()),
        contents.at(range.start(), length));
  }

  /**
   * Returns what can be counted, the sizes of objects and spans, and what the runtime keeps of
   * collections (runtime/mstats.go mstats). The rest is 0.
   */
  private MemStats memStats() {
    long[] values = new long[MemStats.COUNT];
    List<String> names = MemStats.names();
    values[names.indexOf("Alloc")] = objectBytes;
    values[names.indexOf("HeapAlloc")] = objectBytes;
    values[names.indexOf("HeapObjects")] = objects;
    values[names.indexOf("HeapInuse")] = spans.stream().mapToLong(HeapSpan::bytes).sum();
    OptionalLong stats = variables.symbol("memstats");
    if (stats.isPresent()) {
      long at = stats.getAsLong();
      values[names.indexOf("LastGC")] = memory.word(at + layout.offset("mstats.last_gc_unix"));
      values[names.indexOf("PauseTotalNs")] =
          memory.word(at + layout.offset("mstats.pause_total_ns"));
      for (int i = 0; i < MemStats.COUNT - names.size() - 1; i++) {
        values[names.size() + i] = memory.word(at + layout.offset("mstats.pause_ns") + 8L * i);
      }
      values[MemStats.COUNT - 1] = memory.number(at + layout.offset("mstats.numgc"), 4);
    }
    return new MemStats(values);
  }
}
