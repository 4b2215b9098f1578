package dev.godump.io;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Passes bytes on, and throws an {@link OutputClosedException} if the reader of a pipe has closed
 * it, an {@link OutputFailedException} on any other error of writing: callers can tell these from
 * errors of reading.
 */
public final class GuardedOutput extends OutputStream {
  private final OutputStream out;

  public GuardedOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("Broken pipe")
          || String.valueOf(e.getMessage()).contains("closed")) {
        throw new OutputClosedException();
      }
      throw new UncheckedIOException(new OutputFailedException(e.getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
