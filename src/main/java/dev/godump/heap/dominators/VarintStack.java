package dev.godump.heap.dominators;

import dev.godump.vector.ByteVector;
import dev.godump.vector.Storage;

/**
 * A stack of varints, 0 or more: 7 bits per byte, the lowest bits on top, all bytes but the lowest
 * of a number with the sign bit set.
 */
final class VarintStack {
  private final ByteVector bytes;

  VarintStack(Storage storage) {
    bytes = storage.bytes();
  }

  void push(int number) {
    if (number >>> 7 == 0) {
      bytes.add((byte) number);
      return;
    }
    int groups = (38 - Integer.numberOfLeadingZeros(number | 1)) / 7;
    for (int group = groups - 1; group >= 0; group--) {
      bytes.add((byte) ((number >>> (7 * group) & 0x7f) | (group < groups - 1 ? 0x80 : 0)));
    }
  }

  /** Pops the number pushed last. The stack must not be empty. */
  int pop() {
    long top = bytes.size() - 1;
    byte next = bytes.get(top);
    int number = next & 0x7f;
    for (int shift = 7; next < 0; shift += 7) {
      next = bytes.get(--top);
      number |= (next & 0x7f) << shift;
    }
    bytes.truncate(top);
    return number;
  }
}
