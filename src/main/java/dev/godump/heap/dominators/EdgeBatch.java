package dev.godump.heap.dominators;

import dev.godump.io.DoubleBuffer;

/**
 * Edges collected by one thread and processed by another, in the order in which they were added.
 */
final class EdgeBatch {
  private static final int CAPACITY = 1 << 15;

  /** Processes one edge, on the background thread. */
  @FunctionalInterface
  interface Consumer {
    void accept(int node, int object);
  }

  /** Pairs of a node and an object. */
  private static final class Buffer {
    private final int[] ends = new int[2 * CAPACITY];
    private int length;
  }

  private final Consumer consumer;
  private final DoubleBuffer<Buffer> buffers;
  private Buffer filling;

  EdgeBatch(Consumer consumer) {
    this.consumer = consumer;
    this.buffers = new DoubleBuffer<>(Buffer::new, this::drain);
    this.filling = buffers.filling();
  }

  /** Adds an edge from a node to an object. */
  void add(int node, int object) {
    Buffer buffer = filling;
    int length = buffer.length;
    buffer.ends[length] = node;
    buffer.ends[length + 1] = object;
    buffer.length = length + 2;
    if (length + 2 == buffer.ends.length) {
      filling = buffers.handOver();
    }
  }

  /** Waits until all edges that were added are processed. */
  void finish() {
    buffers.finish();
  }

  private void drain(Buffer full) {
    int[] edges = full.ends;
    int end = full.length;
    for (int i = 0; i < end; i += 2) {
      consumer.accept(edges[i], edges[i + 1]);
    }
    full.length = 0;
  }
}
