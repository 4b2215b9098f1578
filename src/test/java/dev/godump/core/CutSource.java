package dev.godump.core;

import dev.godump.io.Source;
import java.io.IOException;
import java.util.Optional;

/** The first bytes of a source. */
record CutSource(Source whole, long length) implements Source {
  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public int read(long position, byte[] into, int offset, int wanted) throws IOException {
    return position >= length
        ? 0
        : whole.read(position, into, offset, (int) Math.min(wanted, length - position));
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public Progress progress(long position) {
    return whole.progress(position);
  }

  @Override
  public Optional<String> prematureEnd() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
