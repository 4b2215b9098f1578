package dev.godump.io;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The occurrences of patterns in a source, by position, then by pattern. Chunks of the source are
 * searched in the background, a few ahead of the reader of the occurrences. Memory doesn't depend
 * on the size of the source or the number of occurrences. Not thread-safe.
 */
public final class PatternSearch implements AutoCloseable {
  /** Bytes of a chunk. */
  static final int CHUNK = 1 << 20;

  /** Most patterns of a search. */
  public static final int MAX_PATTERNS = 1000;

  private final Source source;
  private final List<BytePattern> patterns;
  private final int overlap;
  private final int ahead = Runtime.getRuntime().availableProcessors();
  private final Queue<Parallel.Task<Chunk>> searching = new ArrayDeque<>();

  /** Arrays to read chunks into. New ones would take longer to allocate than to search. */
  private final Queue<byte[]> buffers = new ConcurrentLinkedQueue<>();

  /** Start of the chunk to search next. */
  private long unsearched;

  /** Start of {@link #chunk}. */
  private long start = -CHUNK;

  private Chunk chunk = new Chunk(new int[0], false);

  /** Index of the next occurrence in the chunk. */
  private int next;

  /**
   * The occurrences that start in a chunk.
   *
   * @param found offset in the chunk times the number of patterns, plus the pattern; ascending
   * @param last whether the source ends in it
   */
  private record Chunk(int[] found, boolean last) {}

  /**
   * @param patterns 1 to {@link #MAX_PATTERNS}
   */
  public PatternSearch(Source source, List<BytePattern> patterns) {
    if (patterns.isEmpty() || patterns.size() > MAX_PATTERNS) {
      throw new IllegalArgumentException(patterns.size() + " patterns");
    }
    this.source = source;
    this.patterns = List.copyOf(patterns);
    this.overlap = patterns.stream().mapToInt(BytePattern::length).max().orElse(1) - 1;
  }

  /**
   * Whether there is another occurrence that starts before a position.
   *
   * @throws java.io.UncheckedIOException if the source can't be read
   */
  public boolean hasNextBefore(long end) {
    while (next == chunk.found.length) {
      if (chunk.last || start + CHUNK >= end) {
        return false;
      }
      nextChunk();
    }
    return position() < end;
  }

  private void nextChunk() {
    while (searching.size() < ahead) {
      long at = unsearched;
      searching.add(Parallel.start(() -> search(at)));
      unsearched += CHUNK;
    }
    chunk = searching.remove().result();
    start += CHUNK;
    next = 0;
  }

  private Chunk search(long at) throws IOException {
    byte[] free = buffers.poll();
    byte[] bytes = free != null ? free : new byte[CHUNK + overlap];
    int length = source.read(at, bytes, 0, bytes.length);
    IntArrayList found = new IntArrayList();
    int count = patterns.size();
    for (int i = 0; i < count; i++) {
      int pattern = i;
      // an occurrence that starts in the overlap belongs to the next chunk
      int end = Math.min(length, CHUNK + patterns.get(i).length() - 1);
      patterns.get(i).search(bytes, end, offset -> found.add(offset * count + pattern));
    }
    buffers.add(bytes);
    int[] sorted = found.toIntArray();
    if (count > 1) {
      IntArrays.quickSort(sorted);
    }
    return new Chunk(sorted, length < CHUNK);
  }

  /** Returns the position of the occurrence that {@link #hasNextBefore} found. */
  public long position() {
    return start + chunk.found[next] / patterns.size();
  }

  /** Returns the position after it. */
  public long end() {
    return position() + patterns.get(pattern()).length();
  }

  /** Returns the index of its pattern. */
  public int pattern() {
    return chunk.found[next] % patterns.size();
  }

  /** Goes to the next occurrence. */
  public void advance() {
    next++;
  }

  /** Waits for the searches in the background: they read the source. */
  @Override
  public void close() {
    searching.forEach(Parallel.Task::await);
  }
}
