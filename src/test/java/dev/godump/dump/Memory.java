package dev.godump.dump;

import it.unimi.dsi.fastutil.longs.LongArrayList;

/** The contents of an object, segment or frame, and where its pointers are. */
public final class Memory {
  private final Machine machine;
  private final byte[] bytes;
  private final LongArrayList pointers = new LongArrayList();

  Memory(Machine machine, int size) {
    this.machine = machine;
    this.bytes = new byte[size];
  }

  /** A word that the list of pointers doesn't name. */
  public Memory word(int offset, long value) {
    machine.put(bytes, offset, value);
    return this;
  }

  /** A pointer field. */
  public Memory pointer(int offset, long value) {
    pointers.add(offset);
    return word(offset, value);
  }

  /** Pointer fields, one word behind the other from the start. */
  public Memory pointers(long... values) {
    for (int i = 0; i < values.length; i++) {
      pointer(i * machine.pointerSize(), values[i]);
    }
    return this;
  }

  /** An entry of the list of pointers for bytes that aren't there. */
  public Memory pointerBeyond(long offset) {
    pointers.add(offset);
    return this;
  }

  byte[] bytes() {
    return bytes;
  }

  long[] offsets() {
    return pointers.toLongArray();
  }
}
