package dev.godump.heap.dominators;

import dev.godump.io.Parallel;

/**
 * Edges collected by one thread and processed by another: while one buffer fills, the other one is
 * drained in the background. Edges are drained in the order in which they were added.
 */
final class EdgeBatch {
  private static final int CAPACITY = 1 << 15;

  /** Processes one edge, on the background thread. */
  @FunctionalInterface
  interface Consumer {
    void accept(int node, int object);
  }

  private final Consumer consumer;

  /** Pairs of a node and an object. */
  private int[] filling = new int[2 * CAPACITY];

  private int length;
  private int[] draining = new int[2 * CAPACITY];
  private Parallel.Task<Void> drain = Parallel.run(() -> {});

  EdgeBatch(Consumer consumer) {
    this.consumer = consumer;
  }

  /** Adds an edge from a node to an object. */
  void add(int node, int object) {
    filling[length] = node;
    filling[length + 1] = object;
    length += 2;
    if (length == filling.length) {
      handOver();
    }
  }

  /** Waits until all edges that were added are processed. */
  void finish() {
    handOver();
    drain.result();
  }

  private void handOver() {
    drain.result();
    int[] full = filling;
    int end = length;
    filling = draining;
    draining = full;
    length = 0;
    drain = Parallel.run(() -> drain(full, end));
  }

  private void drain(int[] edges, int end) {
    for (int i = 0; i < end; i += 2) {
      consumer.accept(edges[i], edges[i + 1]);
    }
  }
}
