package dev.godump.core;

import java.io.OutputStream;

/** Counts bytes, and fails at more than a limit. */
final class CountedOutput extends OutputStream {
  private final long limit;
  private long count;

  CountedOutput(long limit) {
    this.limit = limit;
  }

  @Override
  public void write(int b) {
    count(1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    count(length);
  }

  private void count(int bytes) {
    count += bytes;
    if (count > limit) {
      throw new AssertionError("more than " + limit + " bytes");
    }
  }
}
