package dev.godump.types.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A pprof label of a goroutine. */
public record Label(Part key, Part value) implements Comparable<Label> {

  /** Compares by key, then by value. */
  @Override
  public int compareTo(Label other) {
    int byKey = key.compareTo(other.key);
    return byKey != 0 ? byKey : value.compareTo(other.value);
  }

  /** A key or a value: equal if the texts are, or if both are unknown and at one address. */
  public static final class Part implements Comparable<Part> {
    private static final byte[] UNKNOWN = {};

    private final long address;
    private final long length;
    private final byte @Nullable [] bytes;

    private Part(long address, long length, byte @Nullable [] bytes) {
      this.address = address;
      this.length = length;
      this.bytes = bytes;
    }

    static Part of(byte[] bytes) {
      return new Part(0, bytes.length, bytes);
    }

    /** A text that is not in the dump: a constant of the executable. */
    static Part unknown(long address, long length) {
      return new Part(address, length, null);
    }

    /** Whether the text is known. */
    public boolean isKnown() {
      return bytes != null;
    }

    /** The text; if it is unknown, its address and its length in bytes: {@code 0x4a3c10[6]}. */
    public String text() {
      return bytes == null
          ? "0x" + Long.toHexString(address) + "[" + length + "]"
          : new String(bytes, StandardCharsets.UTF_8);
    }

    /** The text, or its length and a hash if contents are hidden. */
    public String text(Secrets secrets) {
      return bytes == null ? text() : secrets.text(text());
    }

    /** The address of an unknown text, or 0. */
    public long address() {
      return address;
    }

    /** Bytes of the text. */
    public long length() {
      return length;
    }

    /** Compares known texts by their bytes; unknown ones follow, by address. */
    @Override
    public int compareTo(Part other) {
      if (isKnown() != other.isKnown()) {
        return isKnown() ? -1 : 1;
      }
      int byBytes = Arrays.compareUnsigned(orEmpty(), other.orEmpty());
      int byAddress = Long.compareUnsigned(address, other.address);
      return byBytes != 0
          ? byBytes
          : byAddress != 0 ? byAddress : Long.compare(length, other.length);
    }

    private byte[] orEmpty() {
      return bytes == null ? UNKNOWN : bytes;
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Part other && compareTo(other) == 0;
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(bytes) + Long.hashCode(address ^ length);
    }

    @Override
    public String toString() {
      return text();
    }
  }
}
