package dev.godump.cli;

import java.io.ByteArrayOutputStream;

/** Bytes in memory, up to a limit. */
final class LimitedOutput extends ByteArrayOutputStream {
  private final int limit;

  /**
   * @param limit in bytes
   */
  LimitedOutput(int limit) {
    this.limit = limit;
  }

  /** Thrown when more is written than the limit. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Override
  public synchronized void write(int b) {
    check(1);
    super.write(b);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    check(length);
    super.write(bytes, offset, length);
  }

  private void check(int more) {
    if (count + more > limit) {
      throw new TooLargeException();
    }
  }
}
