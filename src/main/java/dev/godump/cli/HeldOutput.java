package dev.godump.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Holds an answer back until it is known to be right. One that becomes too large to hold is let through
 * after a check that nothing can be wrong any more.
 */
final class HeldOutput extends OutputStream {
  private static final int MOST_HELD = 1 << 24;

  private final OutputStream out;
  private final Runnable check;
  private ByteArrayOutputStream held = new ByteArrayOutputStream();

  /** @param check throws if what was and will be written may be wrong */
  HeldOutput(OutputStream out, Runnable check) {
    this.out = out;
    this.check = check;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (held == null) {
      out.write(bytes, offset, length);
      return;
    }
    held.write(bytes, offset, length);
    if (held.size() > MOST_HELD) {
      check.run();
      release();
    }
  }

  /** Lets through what is held and what comes later. */
  void release() throws IOException {
    if (held != null) {
      ByteArrayOutputStream all = held;
      held = null;
      all.writeTo(out);
    }
  }

  /** Whether anything was let through. */
  boolean released() {
    return held == null;
  }
}
