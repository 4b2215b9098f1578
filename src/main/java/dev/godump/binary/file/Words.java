package dev.godump.binary.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads unsigned numbers in one byte order from an array of bytes. An offset outside of the array
 * throws {@link IndexOutOfBoundsException}.
 *
 * <p>Each call site uses a constant handle: a loop over a handle chosen at run time has crashed the
 * JIT compiler of Java 17.
 */
public final class Words {
  private static final VarHandle SHORT_LE = view(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT_BE = view(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_LE = view(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT_BE = view(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG_LE = view(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG_BE = view(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final boolean bigEndian;

  public Words(byte[] bytes, boolean bigEndian) {
    this.bytes = bytes;
    this.bigEndian = bigEndian;
  }

  private static VarHandle view(Class<?> array, ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(array, order);
  }

  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return bytes.length;
  }

  public int u8(int at) {
    return bytes[at] & 0xff;
  }

  public int u16(int at) {
    return (bigEndian ? (short) SHORT_BE.get(bytes, at) : (short) SHORT_LE.get(bytes, at)) & 0xffff;
  }

  public long u32(int at) {
    return (bigEndian ? (int) INT_BE.get(bytes, at) : (int) INT_LE.get(bytes, at)) & 0xffffffffL;
  }

  long u64(int at) {
    return bigEndian ? (long) LONG_BE.get(bytes, at) : (long) LONG_LE.get(bytes, at);
  }

  /** Reads a number of 4 or 8 bytes. */
  public long word(int at, int size) {
    return size == 8 ? u64(at) : u32(at);
  }

  /**
   * Reads a name that ends before a zero byte, after {@code limit} bytes, or at the end of the
   * array, whichever comes first.
   */
  public String name(int at, int limit) {
    int end = at;
    int last = (int) Math.min(bytes.length, (long) at + limit);
    while (end < last && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, at, end - at, StandardCharsets.UTF_8);
  }
}
