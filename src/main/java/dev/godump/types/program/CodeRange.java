package dev.godump.types.program;

import dev.godump.format.DumpRecord;
import dev.godump.graph.Frames;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import java.util.stream.LongStream;

/**
 * The addresses that may be entries of functions, from a dump alone: those from the lowest known
 * entry to the first known address after the highest one that is not code, aligned as the known
 * entries are. Segments, itabs and types are not code. Addresses are unsigned. Immutable.
 *
 * @param start lowest known entry
 * @param end lowest address after all known entries that is not code
 * @param alignment a power of 2 that divides all known entries
 */
record CodeRange(long start, long end, long alignment) {
  /** The most that compilers align functions to. */
  private static final long MAX_ALIGNMENT = 32;

  private static final CodeRange EMPTY = new CodeRange(0, 0, 1);

  static CodeRange of(HeapGraph graph) {
    ProcessState process = graph.process();
    Frames frames = process.frames();
    long[] entries =
        LongStream.concat(
                LongStream.range(0, frames.count()).map(frame -> frames.entry((int) frame)),
                LongStream.concat(
                    process.finalizers().stream().mapToLong(DumpRecord.Finalizer::entry),
                    process.defers().stream().mapToLong(DumpRecord.Defer::entry)))
            .filter(entry -> entry != 0)
            .toArray();
    if (entries.length == 0) {
      return EMPTY;
    }
    long lowest = -1;
    long highest = 0;
    long alignment = MAX_ALIGNMENT;
    for (long entry : entries) {
      lowest = Long.compareUnsigned(entry, lowest) < 0 ? entry : lowest;
      highest = Long.compareUnsigned(entry, highest) > 0 ? entry : highest;
      alignment = Math.min(alignment, Long.lowestOneBit(entry));
    }
    long last = highest;
    long end =
        LongStream.concat(
                process.segments().stream().mapToLong(DumpRecord.Segment::address),
                LongStream.concat(
                    process.itabs().keySet().longStream(), process.types().keySet().longStream()))
            .filter(address -> Long.compareUnsigned(address, last) > 0)
            .reduce(-1, (one, other) -> Long.compareUnsigned(one, other) < 0 ? one : other);
    return new CodeRange(lowest, end, alignment);
  }

  /** Whether a function may start at an address. */
  boolean mayBeEntry(long address) {
    return Long.compareUnsigned(address, start) >= 0
        && Long.compareUnsigned(address, end) < 0
        && address % alignment == 0;
  }
}
