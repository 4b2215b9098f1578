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
  private static final int MAX_BUFFERED = 1 << 24;

  /** What is held lies in parts: an array that grows would need twice as much at once. */
  private static final int CHUNK = 1 << 16;

  private final OutputStream out;
  private final Runnable check;
  private List<byte[]> chunks = new ArrayList<>();

  /** Bytes in the last part. */
  private int bytesInLastChunk = CHUNK;

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
    if (chunks == null) {
      out.write(bytes, offset, length);
      return;
    }
    for (int written = 0; written < length; ) {
      if (bytesInLastChunk == CHUNK) {
        chunks.add(new byte[CHUNK]);
        bytesInLastChunk = 0;
      }
      int count = Math.min(CHUNK - bytesInLastChunk, length - written);
      System.arraycopy(
          bytes, offset + written, chunks.get(chunks.size() - 1), bytesInLastChunk, count);
      bytesInLastChunk += count;
      written += count;
    }
    if ((long) chunks.size() * CHUNK > MAX_BUFFERED) {
      check.run();
      release();
    }
  }

  /** Lets through what is held and what comes later. */
  void release() throws IOException {
    if (chunks != null) {
      List<byte[]> all = chunks;
      chunks = null;
      for (int i = 0; i < all.size(); i++) {
        out.write(all.get(i), 0, i < all.size() - 1 ? CHUNK : bytesInLastChunk);
      }
    }
  }

  /** Whether anything was let through. */
  boolean isReleased() {
    return chunks == null;
  }
}
