package dev.godump.heap.cleanups;

import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.types.program.Program;
import java.util.Optional;

/**
 * Tells addresses of code and read-only data from others. Without the executable, these are all
 * addresses below the data segment and outside the heap: every Go linker puts code first.
 */
final class StaticMemory {
  /** No process maps its first page. */
  private static final long FIRST_PAGE = 4096;

  private final DumpRecord.Params params;
  private final Optional<Program> program;
  private final long end;

  StaticMemory(HeapGraph graph, Optional<Program> program) {
    params = graph.process().params();
    this.program = program;
    end =
        graph.process().segments().stream()
            .mapToLong(DumpRecord.Segment::address)
            .min()
            .orElse(FIRST_PAGE);
  }

  /** Whether an address may be that of code or read-only data. */
  boolean contains(long address) {
    boolean heap =
        Long.compareUnsigned(address, params.heapStart()) >= 0
            && Long.compareUnsigned(address, params.heapEnd()) < 0;
    return !heap
        && Long.compareUnsigned(address, FIRST_PAGE) >= 0
        && Long.compareUnsigned(address, end) < 0;
  }

  /** Whether an address may be a function's entry. */
  boolean isEntry(long address) {
    return contains(address)
        && (program.isEmpty() || program.get().functionStartingAt(address).isPresent());
  }

  /** Whether an address may be the entry of the closure that AddCleanup makes. */
  boolean isCleanupCall(long address) {
    return contains(address)
        && (program.isEmpty()
            || program
                .get()
                .functionStartingAt(address)
                .filter(f -> f.name().startsWith("runtime.AddCleanup["))
                .isPresent());
  }
}
