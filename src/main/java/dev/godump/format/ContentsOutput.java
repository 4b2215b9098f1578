package dev.godump.format;

import java.io.IOException;
import java.io.OutputStream;

/** Passes on those bytes of contents that Go would write, and checks that all of them came. */
final class ContentsOutput extends OutputStream {
  private final OutputStream out;
  private final long length;
  private long rest;

  /**
   * @param length of the contents as stated in the record
   */
  ContentsOutput(OutputStream out, long length) {
    this.out = out;
    this.length = length;
    this.rest = RecordContents.present(length);
  }

  @Override
  public void write(int b) throws IOException {
    if (rest > 0) {
      out.write(b);
      rest--;
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int written = (int) Math.min(count, rest);
    out.write(bytes, offset, written);
    rest -= written;
  }

  /**
   * @throws IllegalStateException if bytes are missing
   */
  void check() {
    if (rest > 0) {
      throw new IllegalStateException(
          rest + " bytes are missing of contents of " + length + " bytes");
    }
  }
}
