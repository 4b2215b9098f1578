package dev.godump.heap.dominators;

import dev.godump.vector.ByteVector;
import dev.godump.vector.Storage;

/**
 * Numbers, 0 or more, that are taken off in the opposite order. One below 128 takes a byte; a
 * larger one takes a byte for each 7 bits, the lowest on top, all but the lowest-lying with the
 * sign bit set.
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
      bytes.add((byte) (number >>> 7 * group & 0x7f | (group < groups - 1 ? 0x80 : 0)));
    }
  }

  /** Takes off the number pushed last; there must be one. */
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
