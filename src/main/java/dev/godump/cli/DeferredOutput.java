package dev.godump.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Buffers an answer until it is known to be right. An answer that is too large to buffer is written
 * as soon as a check shows that nothing can be wrong any more. Not thread-safe.
 */
final class DeferredOutput extends OutputStream {
  /** In bytes. */
  private static final int MAX_BUFFERED = 1 << 24;

  /**
   * Size of a chunk, in bytes. Growing one array would take twice the memory while it is copied.
   */
  private static final int CHUNK = 1 << 16;

  private final OutputStream out;
  private final Runnable check;

  /** Null once the output is released. */
  private @Nullable List<byte[]> chunks = new ArrayList<>();

  /** Bytes written to the last chunk. */
  private int bytesInLastChunk = CHUNK;

  /**
   * @param check throws if what was or will be written may be wrong
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

  /** Writes what is buffered, and from now on writes without buffering. */
  void release() throws IOException {
    if (chunks != null) {
      List<byte[]> all = chunks;
      chunks = null;
      for (int i = 0; i < all.size(); i++) {
        out.write(all.get(i), 0, i < all.size() - 1 ? CHUNK : bytesInLastChunk);
      }
    }
  }

  boolean isReleased() {
    return chunks == null;
  }
}
