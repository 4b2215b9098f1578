package dev.godump.heap.roots;

import dev.godump.format.ObjectRecord;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import java.io.IOException;

/**
 * The stacks of goroutines, which are not objects. A g begins with the bounds of its stack, in all
 * releases of Go (runtime/runtime2.go). Not thread-safe.
 */
public final class GoroutineStacks {
  /** Go limits a stack to 1 GB, and stacks to twice that while they are copied. */
  private static final long MAX_SIZE = 1L << 32;

  private final HeapGraph graph;
  private final int word;

  public GoroutineStacks(HeapGraph graph) {
    this.graph = graph;
    this.word = graph.process().params().pointerSize();
  }

  /**
   * Bytes of a goroutine's stack; 0 if unknown.
   *
   * @param goroutine its index in the process's list
   */
  public long sizeOf(int goroutine) throws IOException {
    Goroutine at = graph.process().goroutines().get(goroutine);
    int g = graph.objects().find(at.record().address());
    if (g == ObjectTable.NONE) {
      return 0;
    }
    ObjectRecord record = graph.record(g);
    long inside = at.record().address() - graph.objects().address(g);
    if (!record.hasWord(inside + word)) {
      return 0;
    }
    long size = record.word(inside + word) - record.word(inside);
    return size > 0 && size <= MAX_SIZE ? size : 0;
  }
}
