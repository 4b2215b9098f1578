package dev.godump.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;

/** Encodes blocks of columns, which {@link IntColumn} and {@link LongColumn} decode. */
final class ColumnBlock {
  private ColumnBlock() {}

  /** Numbers of 0 or more as varints. */
  static byte[] varints(int from, int to, IntToLongFunction values) {
    return varints(from, to, values, false);
  }

  /** Any numbers as varints of the differences to the number before. */
  static byte[] deltas(int from, int to, IntToLongFunction values) {
    return varints(from, to, values, true);
  }

  private static byte[] varints(int from, int to, IntToLongFunction values, boolean deltas) {
    byte[] block = new byte[(to - from) * Varints.MAX_LENGTH];
    int length = 0;
    long before = 0;
    for (int entry = from; entry < to; entry++) {
      long value = values.applyAsLong(entry);
      if (value < 0 && !deltas) {
        throw new IllegalArgumentException("entry " + entry + " is negative: " + value);
      }
      length = Varints.put(block, length, deltas ? Varints.zigzag(value - before) : value);
      before = value;
    }
    return Arrays.copyOf(block, length);
  }

  /** Numbers in four bytes each. */
  static byte[] fixed(int from, int to, IntUnaryOperator values) {
    int[] block = new int[to - from];
    for (int i = 0; i < block.length; i++) {
      block[i] = values.applyAsInt(from + i);
    }
    byte[] bytes = new byte[block.length * Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(block);
    return bytes;
  }
}
