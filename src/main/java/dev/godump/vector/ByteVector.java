package dev.godump.vector;

import dev.godump.io.FileWindows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A list of bytes of any length, in parts of equal length, so that growing copies at most one part.
 * The parts are arrays in the Java heap, or windows of a mapped file, which can be read-only. One
 * thread may add; distinct indexes may be set by several.
 */
public final class ByteVector {
  private static final int SHIFT = 20;
  private static final int MASK = (1 << SHIFT) - 1;

  /** Initial length of the first array, which grows until it is as long as the others. */
  private static final int SMALLEST = 1 << 8;

  private static final int MAPPED_BYTES_SHIFT = 30;

  /** Null for a read-only vector. */
  private final @Nullable Storage storage;

  /** The parts in the heap; null if the parts are windows. */
  private byte @Nullable [][] chunks;

  private byte[] last = {};

  /**
   * The size at which {@link #last} is full. Comparing with it is the only test of {@link #add} for
   * the heap, so that the compiler sees both its outcomes while the first array grows.
   */
  private long capacity;

  /** The parts in a file; empty if they are in the heap. */
  private ByteBuffer[] windows = {};

  private int windowShift;
  private int windowMask;
  private long size;

  ByteVector() {
    this(Storage.HEAP);
  }

  /** Makes an empty vector. */
  ByteVector(Storage storage) {
    this.storage = storage;
    if (storage.isHeap()) {
      chunks = new byte[16][];
    } else {
      windows(new ByteBuffer[1], storage.windowShift());
    }
  }

  private ByteVector(ByteBuffer[] windows, int windowShift, long size) {
    this.storage = null;
    this.size = size;
    windows(windows, windowShift);
  }

  private void windows(ByteBuffer[] all, int shiftOfBytes) {
    windows = all;
    windowShift = shiftOfBytes;
    windowMask = (1 << windowShift) - 1;
  }

  /** Returns a vector of zeros in the heap. */
  static ByteVector ofLength(long length) {
    return ofLength(Storage.HEAP, length);
  }

  /** Returns a vector of zeros; only one of length 0 can grow. */
  static ByteVector ofLength(Storage storage, long length) {
    ByteVector vector = new ByteVector(storage);
    vector.size = length;
    if (storage.isHeap()) {
      byte[][] all = new byte[Math.toIntExact((length + MASK) >>> SHIFT)][];
      for (int i = 0; i < all.length; i++) {
        all[i] = new byte[(int) Math.min(MASK + 1, length - ((long) i << SHIFT))];
      }
      vector.chunks = all;
    } else {
      vector.windows =
          new ByteBuffer[Math.toIntExact((length + vector.windowMask) >>> vector.windowShift)];
      for (int i = 0; i < vector.windows.length; i++) {
        vector.windows[i] = storage.window();
      }
    }
    return vector;
  }

  /**
   * Returns a read-only vector over a region of a file.
   *
   * @param offset bytes before the first byte, a multiple of 8
   * @param length number of bytes
   * @throws java.io.EOFException if the file ends before the region does
   */
  public static ByteVector mapped(FileChannel channel, long offset, long length)
      throws IOException {
    return mapped(channel, offset, length, MAPPED_BYTES_SHIFT);
  }

  /** As {@link #mapped(FileChannel, long, long)}, in windows of 2^{@code windowShift} bytes. */
  static ByteVector mapped(FileChannel channel, long offset, long length, int windowShift)
      throws IOException {
    ByteBuffer[] bytes = FileWindows.map(channel, offset, length, windowShift);
    return new ByteVector(bytes, windowShift, length);
  }

  /** Returns the number of bytes. */
  public long size() {
    return size;
  }

  /** Appends a byte. */
  public void add(byte value) {
    if (chunks == null) {
      addToWindow(value);
      return;
    }
    if (size == capacity) {
      grow(chunks);
    }
    last[(int) size & MASK] = value;
    size++;
  }

  private void grow(byte[][] all) {
    int index = (int) size & MASK;
    int chunk = Math.toIntExact(size >>> SHIFT);
    byte[][] longer = chunk < all.length ? all : Arrays.copyOf(all, Math.max(16, chunk * 2));
    if (index > 0) {
      last = Arrays.copyOf(last, Math.min(2 * index, MASK + 1));
    } else {
      last = new byte[chunk == 0 ? SMALLEST : MASK + 1];
    }
    longer[chunk] = last;
    chunks = longer;
    capacity = size - index + last.length;
  }

  private void addToWindow(byte value) {
    int index = (int) size & windowMask;
    int window = (int) (size >>> windowShift);
    if (index == 0) {
      if (window == windows.length) {
        windows = Arrays.copyOf(windows, Math.max(1, window * 2));
      }
      windows[window] = Objects.requireNonNull(storage).window();
    }
    windows[window].put(index, value);
    size++;
  }

  /** Returns the byte at an index below {@link #size}. */
  public byte get(long index) {
    if (chunks != null) {
      return chunks[(int) (index >>> SHIFT)][(int) index & MASK];
    }
    return windows[(int) (index >>> windowShift)].get((int) index & windowMask);
  }

  /** Sets the byte at an index below {@link #size}. */
  public void set(long index, byte value) {
    if (chunks != null) {
      chunks[(int) (index >>> SHIFT)][(int) index & MASK] = value;
    } else {
      windows[(int) (index >>> windowShift)].put((int) index & windowMask, value);
    }
  }

  /**
   * Sets bytes from an index on to those of another vector; all indexes must be below {@link
   * #size}.
   */
  void setAll(long first, ByteVector from, long firstFrom, long count) {
    long done = 0;
    while (chunks != null && from.chunks != null && done < count) {
      int to = (int) (first + done) & MASK;
      int at = (int) (firstFrom + done) & MASK;
      int n = (int) Math.min(count - done, MASK + 1 - Math.max(to, at));
      System.arraycopy(
          from.chunks[(int) ((firstFrom + done) >>> SHIFT)],
          at,
          chunks[(int) ((first + done) >>> SHIFT)],
          to,
          n);
      done += n;
    }
    for (; done < count; done++) {
      set(first + done, from.get(firstFrom + done));
    }
  }

  /** Sets bytes from an index on to 0; all indexes must be below {@link #size}. */
  void clear(long first, long count) {
    for (long i = first; i < first + count; i++) {
      set(i, (byte) 0);
    }
  }

  /**
   * Shortens the vector; frees memory that is then unused if it is in the heap. A vector that was
   * filled by adding can grow again.
   */
  public void truncate(long length) {
    if (chunks != null) {
      int chunksLeft = (int) ((length + MASK) >>> SHIFT);
      if (chunksLeft < (int) ((size + MASK) >>> SHIFT)) {
        free(chunks, chunksLeft);
      }
    }
    size = length;
  }

  private void free(byte[][] all, int chunksLeft) {
    for (int chunk = (int) ((size + MASK) >>> SHIFT) - 1; chunk >= chunksLeft; chunk--) {
      all[chunk] = null;
    }
    last = chunksLeft == 0 ? new byte[0] : all[chunksLeft - 1];
    capacity = ((long) Math.max(0, chunksLeft - 1) << SHIFT) + last.length;
  }

  /** Returns a copy as one array; for vectors known to be small. */
  byte[] toArray() {
    byte[] all = new byte[Math.toIntExact(size)];
    for (int i = 0; i < all.length; i++) {
      all[i] = get(i);
    }
    return all;
  }
}
