package dev.godump.dump;

import dev.godump.format.Contents;
import dev.godump.format.PointerOffsets;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/** The contents of an object, segment or frame, with the offsets of its pointers. */
public final class Memory {
  private final Machine machine;
  private final byte[] bytes;
  private final LongArrayList pointers = new LongArrayList();

  Memory(Machine machine, int size) {
    this.machine = machine;
    this.bytes = new byte[size];
  }

  /** Sets a word that is not in the list of pointers. */
  public Memory word(int offset, long value) {
    machine.put(bytes, offset, value);
    return this;
  }

  /** Sets bytes. */
  public Memory bytes(int offset, byte... values) {
    System.arraycopy(values, 0, bytes, offset, values.length);
    return this;
  }

  /** Sets a pointer field. */
  public Memory pointer(int offset, long value) {
    pointers.add(offset);
    return word(offset, value);
  }

  /** Sets consecutive pointer fields from the start. */
  public Memory pointers(long... values) {
    for (int i = 0; i < values.length; i++) {
      pointer(i * machine.pointerSize(), values[i]);
    }
    return this;
  }

  /** Adds an entry to the list of pointers for bytes that are not in the file. */
  public Memory pointerBeyond(long offset) {
    pointers.add(offset);
    return this;
  }

  byte[] bytes() {
    return bytes;
  }

  Contents contents() {
    return Contents.of(bytes);
  }

  PointerOffsets pointers() {
    return PointerOffsets.of(offsets());
  }

  long[] offsets() {
    return pointers.toLongArray();
  }
}
