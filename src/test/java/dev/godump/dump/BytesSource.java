package dev.godump.dump;

import dev.godump.io.Source;
import java.util.Arrays;
import java.util.Optional;

/** A source of bytes in an array. */
public class BytesSource implements Source {
  private final byte[] bytes;

  public BytesSource(byte... bytes) {
    this.bytes = bytes;
  }

  /** A source of the first {@code length} bytes. */
  public static BytesSource prefix(byte[] bytes, int length) {
    return new BytesSource(Arrays.copyOf(bytes, length));
  }

  @Override
  public String name() {
    return "bytes";
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) {
    if (position < 0 || position >= bytes.length) {
      return 0;
    }
    int n = (int) Math.min(length, bytes.length - position);
    System.arraycopy(bytes, (int) position, into, offset, n);
    return n;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public Progress progress(long position) {
    return new Progress(Math.min(position, bytes.length), bytes.length);
  }

  @Override
  public Optional<String> prematureEnd() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
