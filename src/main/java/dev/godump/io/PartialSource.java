package dev.godump.io;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source that has some ranges of its bytes, and opens the source of all bytes only when a read
 * needs others.
 */
public final class PartialSource implements Source {
  private final String name;
  private final long size;
  private final Optional<String> prematureEnd;
  private final Source known;
  private final List<Range> ranges;
  private final Opener opener;

  /** The source of all bytes; null until it is needed. */
  private volatile @Nullable Source whole;

  /**
   * A range that is at hand.
   *
   * @param start position of its first byte
   * @param end position after its last byte
   * @param at position of its first byte among the bytes that are at hand
   */
  public record Range(long start, long end, long at) {}

  /** Opens the source of all bytes. */
  @FunctionalInterface
  public interface Opener {
    Source open() throws IOException;
  }

  /**
   * @param name the name to show to users
   * @param size number of all bytes
   * @param prematureEnd why they end early, if they do
   * @param known the bytes of the ranges
   * @param opener is called at most once, unless it throws
   */
  public PartialSource(
      String name,
      long size,
      Optional<String> prematureEnd,
      Source known,
      List<Range> ranges,
      Opener opener) {
    this.name = name;
    this.size = size;
    this.prematureEnd = prematureEnd;
    this.known = known;
    this.ranges = List.copyOf(ranges);
    this.opener = opener;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) throws IOException {
    if (position < 0 || position >= size) {
      return 0;
    }
    int wanted = (int) Math.min(length, size - position);
    Source all = whole;
    if (all == null) {
      for (Range range : ranges) {
        if (position >= range.start && position + wanted <= range.end) {
          return known.read(range.at + position - range.start, into, offset, wanted);
        }
      }
      all = whole();
    }
    return all.read(position, into, offset, wanted);
  }

  private synchronized Source whole() throws IOException {
    Source all = whole;
    if (all == null) {
      all = opener.open();
      whole = all;
    }
    return all;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Progress progress(long position) {
    Source all = whole;
    return all == null ? new Progress(Math.min(position, size), size) : all.progress(position);
  }

  @Override
  public Optional<String> prematureEnd() {
    return prematureEnd;
  }

  @Override
  public boolean isSpooled() {
    Source all = whole;
    return all != null && all.isSpooled();
  }

  @Override
  public boolean isRepeatable() {
    Source all = whole;
    return all == null || all.isRepeatable();
  }

  @Override
  public void close() throws IOException {
    Source all = whole;
    if (all != null) {
      all.close();
    }
    known.close();
  }
}
