package dev.godump.cli;

import dev.godump.io.Source;
import java.io.IOException;
import java.util.Optional;

/**
 * A source that another owner closes.
 *
 * @param source all but {@link #close} is passed on to it
 */
record BorrowedSource(Source source) implements Source {
  @Override
  public String name() {
    return source.name();
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) throws IOException {
    return source.read(position, into, offset, length);
  }

  @Override
  public long size() throws IOException {
    return source.size();
  }

  @Override
  public Progress progress(long position) {
    return source.progress(position);
  }

  @Override
  public Optional<String> prematureEnd() {
    return source.prematureEnd();
  }

  @Override
  public boolean isSpooled() {
    return source.isSpooled();
  }

  @Override
  public boolean isArriving() {
    return source.isArriving();
  }

  @Override
  public boolean isRepeatable() {
    return source.isRepeatable();
  }

  @Override
  public void close() {}
}
