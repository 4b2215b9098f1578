package dev.godump.core;

import dev.godump.binary.file.AddressRange;
import dev.godump.format.DumpRecord;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Tells by a process itself whether a layout that may be another release's fits it. */
final class LayoutCheck {
  private static final int SAMPLES = 1 << 10;

  /** The fewest threads: the first one, and that of runtime.sysmon. */
  private static final int FEWEST_THREADS = 2;

  private final GoProcess process;
  private final CoreMemory memory;
  private final RuntimeLayout layout;
  private final RuntimeVariables variables;

  LayoutCheck(GoProcess process) {
    this.process = process;
    this.memory = process.memory();
    this.layout = process.layout();
    this.variables = new RuntimeVariables(process);
  }

  /**
   * Whether the masks of variables, the lists of spans, goroutines and threads, and the special
   * records of objects are as the layout has them. Only a whole core file fits: one that was cut
   * may lack what tells.
   */
  boolean fits() throws IOException {
    return process.core().missing() == 0
        && hasMask("moduledata.gcdatamask", process.module().data())
        && hasMask("moduledata.gcbssmask", process.module().bss())
        && hasSpans()
        && hasGoroutines()
        && hasThreads();
  }

  /** Whether a mask has a bit for each word of the variables (runtime/symtab.go moduledata). */
  private boolean hasMask(String mask, AddressRange variables) {
    long bits = memory.number(process.module().address() + layout.offset(mask), 4);
    return bits == (variables.end() - variables.start()) / 8;
  }

  /** Whether the list of spans is found, and special records lie in the spans that have them. */
  private boolean hasSpans() throws IOException {
    HeapSpans heap;
    try {
      heap = HeapSpans.of(process);
    } catch (CoreException e) {
      return false;
    }
    Specials specials = new Specials(memory, layout);
    return heap.all().stream()
        .limit(SAMPLES)
        .allMatch(
            span ->
                specials.of(span).stream()
                    .allMatch(special -> special.object() - span.start() < span.bytes()));
  }

  /**
   * Whether the list of goroutines is found, and each of them says where it was started and with
   * which function; the main one does.
   */
  private boolean hasGoroutines() {
    OptionalLong list = variables.allGoroutines();
    if (list.isEmpty() || !variables.isListOfGoroutines(list.getAsLong())) {
      return false;
    }
    List<Long> goroutines = new Goroutines(process).addresses(list.getAsLong());
    return origins(goroutines.get(0)).allMatch(this::isCode)
        && goroutines.stream()
            .limit(SAMPLES)
            .flatMapToLong(this::origins)
            .allMatch(pc -> pc == 0 || isCode(pc));
  }

  private LongStream origins(long g) {
    return LongStream.of(
        memory.word(g + layout.offset("g.gopc")), memory.word(g + layout.offset("g.startpc")));
  }

  private boolean isCode(long pc) {
    return process.modules().stream().anyMatch(module -> module.text().contains(pc));
  }

  /**
   * Whether the list of threads is found, each with a number of its own, down to the first one's,
   * which is 0 (runtime/proc.go mcommoninit).
   */
  private boolean hasThreads() {
    List<DumpRecord.OsThread> threads = new Goroutines(process).threads(variables.allThreads());
    return threads.size() >= FEWEST_THREADS
        && threads.stream().allMatch(thread -> variables.isThread(thread.address()))
        && threads.stream().mapToLong(DumpRecord.OsThread::id).distinct().count() == threads.size()
        && threads.get(threads.size() - 1).id() == 0;
  }
}
