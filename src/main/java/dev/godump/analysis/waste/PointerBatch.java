package dev.godump.analysis.waste;

import dev.godump.binary.type.GoType;
import dev.godump.io.DoubleBuffer;
import dev.godump.types.inference.TypedPointers;
import dev.godump.types.inference.TypedPointers.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Typed pointers that one thread reads and another one follows, in order: both wait for memory, one
 * for values in the dump, the other for what is known about targets.
 */
final class PointerBatch implements TypedPointers.Visitor {
  private static final int CAPACITY = 1 << 14;

  /** Pointers whose targets are fetched together, before the first of them is followed. */
  private static final int FETCHED = 1 << 8;

  /** Pointers, in columns. */
  private static final class Buffer {
    private final int[] fields = new int[CAPACITY];
    private final Kind[] kinds = new Kind[CAPACITY];
    private final @Nullable GoType[] elems = new GoType[CAPACITY];
    private final long[] addresses = new long[CAPACITY];
    private final long[] lengths = new long[CAPACITY];
    private final long[] capacities = new long[CAPACITY];
    private int count;
  }

  private final TypedPointers.Visitor visitor;
  private final LongUnaryOperator fetch;

  /** Of what was fetched, so that the compiler keeps the loop. */
  @SuppressWarnings("UnusedVariable")
  private long sum;

  private final DoubleBuffer<Buffer> buffers = new DoubleBuffer<>(Buffer::new, this::drain);
  private Buffer filling = buffers.filling();

  /**
   * @param visitor visits the pointers on another thread
   * @param fetch reads from memory what the visitor needs for an address; returns any number
   */
  PointerBatch(TypedPointers.Visitor visitor, LongUnaryOperator fetch) {
    this.visitor = visitor;
    this.fetch = fetch;
  }

  @Override
  public void pointer(
      int field, Kind kind, @Nullable GoType elem, long address, long length, long capacity) {
    int at = filling.count++;
    filling.fields[at] = field;
    filling.kinds[at] = kind;
    filling.elems[at] = elem;
    filling.addresses[at] = address;
    filling.lengths[at] = length;
    filling.capacities[at] = capacity;
    if (filling.count == CAPACITY) {
      filling = buffers.handOver();
    }
  }

  /** Waits until all pointers are visited. */
  void finish() {
    buffers.finish();
  }

  private void drain(Buffer full) {
    try {
      for (int first = 0; first < full.count; first += FETCHED) {
        int end = Math.min(full.count, first + FETCHED);
        for (int i = first; i < end; i++) {
          sum += fetch.applyAsLong(full.addresses[i]);
        }
        visit(full, first, end);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    full.count = 0;
  }

  private void visit(Buffer full, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      visitor.pointer(
          full.fields[i],
          full.kinds[i],
          full.elems[i],
          full.addresses[i],
          full.lengths[i],
          full.capacities[i]);
    }
  }
}
