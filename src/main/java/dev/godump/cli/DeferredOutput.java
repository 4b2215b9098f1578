package dev.godump.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds an answer back until it is known to be right. One that becomes too large to hold is let
 * through after a check that nothing can be wrong any more.
 */
final class DeferredOutput extends OutputStream {
  private static final int MOST_HELD = 1 << 24;

  /** What is held lies in parts: an array that grows would need twice as much at once. */
  private static final int PART = 1 << 16;

  private final OutputStream out;
  private final Runnable check;
  private List<byte[]> held = new ArrayList<>();

  /** Bytes in the last part. */
  private int inLast = PART;

  /**
   * @param check throws if what was and will be written may be wrong
   */
  DeferredOutput(OutputStream out, Runnable check) {
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
    for (int done = 0; done < length; ) {
      if (inLast == PART) {
        held.add(new byte[PART]);
        inLast = 0;
      }
      int some = Math.min(PART - inLast, length - done);
      System.arraycopy(bytes, offset + done, held.get(held.size() - 1), inLast, some);
      inLast += some;
      done += some;
    }
    if ((long) held.size() * PART > MOST_HELD) {
      check.run();
      release();
    }
  }

  /** Lets through what is held and what comes later. */
  void release() throws IOException {
    if (held != null) {
      List<byte[]> all = held;
      held = null;
      for (int i = 0; i < all.size(); i++) {
        out.write(all.get(i), 0, i < all.size() - 1 ? PART : inLast);
      }
    }
  }

  /** Whether anything was let through. */
  boolean released() {
    return held == null;
  }
}
