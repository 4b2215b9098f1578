package dev.godump.heap.stack;

import dev.godump.format.DumpRecord;
import dev.godump.graph.Goroutine;
import dev.godump.graph.ProcessState;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * The pointers of goroutines outside of their frames that can lead into their stacks: the context,
 * functions of deferred calls, and panics.
 */
final class RecordPointers {
  private final Long2ObjectOpenHashMap<LongArrayList> byGoroutine = new Long2ObjectOpenHashMap<>();

  RecordPointers(ProcessState process) {
    for (DumpRecord.Defer call : process.defers()) {
      add(call.goroutine(), call.function());
    }
    for (DumpRecord.Panic panic : process.panics()) {
      add(panic.goroutine(), panic.address());
    }
  }

  private void add(long goroutine, long pointer) {
    byGoroutine.computeIfAbsent(goroutine, g -> new LongArrayList()).add(pointer);
  }

  /** Returns those of a goroutine. */
  LongArrayList of(Goroutine goroutine) {
    LongArrayList all = new LongArrayList();
    all.add(goroutine.record().context());
    LongArrayList others = byGoroutine.get(goroutine.record().address());
    if (others != null) {
      all.addAll(others);
    }
    return all;
  }
}
