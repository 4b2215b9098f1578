package dev.godump.vector;

import dev.godump.io.FileWindows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A list of ints of any length, in parts of equal length, so that growing copies at most one part.
 * The parts are arrays in the Java heap, or windows of a mapped file (little-endian), which can be
 * read-only. One thread may add; distinct indexes may be set by several.
 */
public final class IntVector {
  private static final int SHIFT = 20;
  private static final int MASK = (1 << SHIFT) - 1;

  /** Longest vector of fixed length in one array. */
  private static final int LONGEST = 1 << 30;

  /** Initial length of the first array, which grows until it is as long as the others. */
  private static final int SMALLEST = 1 << 8;

  private static final int MAPPED_BYTES_SHIFT = 30;

  /** Null for a read-only vector. */
  private final @Nullable Storage storage;

  /** The elements of a vector of fixed length in the heap; else null. */
  private int @Nullable [] whole;

  /** The parts in the heap; null if the parts are windows. */
  private int @Nullable [][] chunks;

  private int[] last = {};

  /**
   * The size at which {@link #last} is full. Comparing with it is the only test of {@link #add} for
   * the heap, so that the compiler sees both its outcomes while the first array grows.
   */
  private long capacity;

  /** The parts in a file; empty if they are in the heap. */
  private IntBuffer[] windows = {};

  private int windowShift;
  private int windowMask;
  private long size;

  public IntVector() {
    this(Storage.HEAP);
  }

  /** Makes an empty vector. */
  IntVector(Storage storage) {
    this.storage = storage;
    if (storage.isHeap()) {
      chunks = new int[16][];
    } else {
      windows(new IntBuffer[1], storage.windowShift());
    }
  }

  private IntVector(IntBuffer[] windows, int windowShift, long size) {
    this.storage = null;
    this.size = size;
    windows(windows, windowShift);
  }

  private void windows(IntBuffer[] all, int shiftOfBytes) {
    windows = all;
    windowShift = shiftOfBytes - 2;
    windowMask = (1 << windowShift) - 1;
  }

  /** Returns a vector of zeros in the heap. */
  public static IntVector ofLength(long length) {
    return ofLength(Storage.HEAP, length);
  }

  /** Returns a vector of zeros; only one of length 0 can grow. */
  static IntVector ofLength(Storage storage, long length) {
    IntVector vector = new IntVector(storage);
    vector.size = length;
    if (storage.isHeap()) {
      vector.whole = length == 0 || length > LONGEST ? null : new int[(int) length];
      int[][] all =
          new int[vector.whole != null ? 0 : Math.toIntExact((length + MASK) >>> SHIFT)][];
      for (int i = 0; i < all.length; i++) {
        all[i] = new int[(int) Math.min(MASK + 1, length - ((long) i << SHIFT))];
      }
      vector.chunks = all;
    } else {
      vector.windows =
          new IntBuffer[Math.toIntExact((length + vector.windowMask) >>> vector.windowShift)];
      for (int i = 0; i < vector.windows.length; i++) {
        vector.windows[i] = storage.window().asIntBuffer();
      }
    }
    return vector;
  }

  /**
   * Returns a read-only vector over a region of a file with little-endian ints.
   *
   * @param offset bytes before the first int, a multiple of 8
   * @param length number of ints
   * @throws java.io.EOFException if the file ends before the region does
   */
  public static IntVector mapped(FileChannel channel, long offset, long length) throws IOException {
    return mapped(channel, offset, length, MAPPED_BYTES_SHIFT);
  }

  /** As {@link #mapped(FileChannel, long, long)}, in windows of 2^{@code windowShift} bytes. */
  static IntVector mapped(FileChannel channel, long offset, long length, int windowShift)
      throws IOException {
    ByteBuffer[] bytes =
        FileWindows.map(channel, offset, Math.multiplyExact(length, Integer.BYTES), windowShift);
    return new IntVector(
        Arrays.stream(bytes).map(ByteBuffer::asIntBuffer).toArray(IntBuffer[]::new),
        windowShift,
        length);
  }

  /**
   * Returns the same numbers in another storage; frees each part of this vector once it is copied.
   */
  public IntVector movedTo(Storage other) {
    IntVector moved = new IntVector(other);
    for (long i = 0; i < size; i++) {
      moved.add(get(i));
      if ((i & MASK) == MASK && chunks != null) {
        chunks[(int) (i >>> SHIFT)] = null;
      }
    }
    return moved;
  }

  /** Returns the number of ints. */
  public long size() {
    return size;
  }

  /** Appends an int. */
  public void add(int value) {
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

  /** Appends all ints of another vector, which was filled by adding. */
  public void addAll(IntVector later) {
    int[][] from = later.chunks;
    long done = 0;
    while (chunks != null && from != null && done < later.size) {
      if (size == capacity) {
        grow(chunks);
      }
      int at = (int) done & MASK;
      int count = (int) Math.min(Math.min(later.size - done, MASK + 1 - at), capacity - size);
      System.arraycopy(from[(int) (done >>> SHIFT)], at, last, (int) size & MASK, count);
      size += count;
      done += count;
    }
    for (; done < later.size; done++) {
      add(later.get(done));
    }
  }

  private void grow(int[][] all) {
    int index = (int) size & MASK;
    int chunk = Math.toIntExact(size >>> SHIFT);
    int[][] longer = chunk < all.length ? all : Arrays.copyOf(all, Math.max(16, chunk * 2));
    if (index > 0) {
      last = Arrays.copyOf(last, Math.min(2 * index, MASK + 1));
    } else {
      last = new int[chunk == 0 ? SMALLEST : MASK + 1];
    }
    longer[chunk] = last;
    chunks = longer;
    capacity = size - index + last.length;
  }

  private void addToWindow(int value) {
    int index = (int) size & windowMask;
    int window = (int) (size >>> windowShift);
    if (index == 0) {
      if (window == windows.length) {
        windows = Arrays.copyOf(windows, Math.max(1, window * 2));
      }
      windows[window] = Objects.requireNonNull(storage).window().asIntBuffer();
    }
    windows[window].put(index, value);
    size++;
  }

  /** Returns the int at an index below {@link #size}. */
  public int get(long index) {
    if (whole != null) {
      return whole[(int) index];
    }
    if (chunks != null) {
      return chunks[(int) (index >>> SHIFT)][(int) index & MASK];
    }
    return windows[(int) (index >>> windowShift)].get((int) index & windowMask);
  }

  /** Sets the int at an index below {@link #size}. */
  public void set(long index, int value) {
    if (whole != null) {
      whole[(int) index] = value;
    } else if (chunks != null) {
      chunks[(int) (index >>> SHIFT)][(int) index & MASK] = value;
    } else {
      windows[(int) (index >>> windowShift)].put((int) index & windowMask, value);
    }
  }

  /**
   * Sets ints from an index on; all indexes must be below {@link #size}.
   *
   * @param values has them from its start on
   */
  public void setAll(long first, int[] values, int count) {
    if (whole != null) {
      System.arraycopy(values, 0, whole, (int) first, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      set(first + i, values[i]);
    }
  }

  /** Sets all ints to 0. */
  public void clear() {
    if (whole != null) {
      Arrays.fill(whole, 0);
      return;
    }
    for (long i = 0; i < size; i++) {
      set(i, 0);
    }
  }

  /**
   * Shortens the vector; frees memory that is then unused if it is in the heap. A vector that was
   * filled by adding can grow again.
   */
  public void truncate(long length) {
    if (chunks != null && whole == null) {
      int chunksLeft = (int) ((length + MASK) >>> SHIFT);
      if (chunksLeft < (int) ((size + MASK) >>> SHIFT)) {
        free(chunks, chunksLeft);
      }
    }
    size = length;
  }

  private void free(int[][] all, int chunksLeft) {
    for (int chunk = (int) ((size + MASK) >>> SHIFT) - 1; chunk >= chunksLeft; chunk--) {
      all[chunk] = null;
    }
    last = chunksLeft == 0 ? new int[0] : all[chunksLeft - 1];
    capacity = ((long) Math.max(0, chunksLeft - 1) << SHIFT) + last.length;
  }

  /** Returns a copy as one array; for vectors known to be small. */
  public int[] toArray() {
    int[] all = new int[Math.toIntExact(size)];
    for (int i = 0; i < all.length; i++) {
      all[i] = get(i);
    }
    return all;
  }
}
