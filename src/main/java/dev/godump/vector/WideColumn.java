package dev.godump.vector;

import java.util.Arrays;

/**
 * A column of numbers of 0 or more in planes of 8 bits, as many as the largest number needs. A
 * plane is added when a number needs it. Not thread-safe.
 */
public final class WideColumn {
  private final Storage storage;
  private ByteVector[] planes;
  private long length;

  /** Makes a column of zeros; only one of length 0 can grow. */
  public WideColumn(Storage storage, long length) {
    this.storage = storage;
    this.length = length;
    planes = new ByteVector[] {storage.bytes(length)};
  }

  /** Returns the number of entries. */
  public long length() {
    return length;
  }

  public int get(long index) {
    int value = planes[0].get(index) & 0xff;
    for (int plane = 1; plane < planes.length; plane++) {
      value |= (planes[plane].get(index) & 0xff) << (8 * plane);
    }
    return value;
  }

  public void set(long index, int value) {
    widen(value);
    for (int plane = 0; plane < planes.length; plane++) {
      planes[plane].set(index, (byte) (value >>> (8 * plane)));
    }
  }

  /** Sets entries from an index on to those of another column. */
  public void setAll(long first, WideColumn from, long firstFrom, long count) {
    widenTo(from.planes.length);
    for (int plane = 0; plane < from.planes.length; plane++) {
      planes[plane].setAll(first, from.planes[plane], firstFrom, count);
    }
    for (int plane = from.planes.length; plane < planes.length; plane++) {
      planes[plane].clear(first, count);
    }
  }

  /** Adds an entry. */
  public void add(int value) {
    widen(value);
    for (int plane = 0; plane < planes.length; plane++) {
      planes[plane].add((byte) (value >>> (8 * plane)));
    }
    length++;
  }

  /** Returns a copy in another storage, which can grow. */
  public WideColumn movedTo(Storage other) {
    WideColumn moved = new WideColumn(other, 0);
    for (long i = 0; i < length; i++) {
      moved.add(get(i));
    }
    return moved;
  }

  private void widen(int value) {
    while (planes.length < Integer.BYTES && value >>> (8 * planes.length) != 0) {
      widenTo(planes.length + 1);
    }
  }

  private void widenTo(int number) {
    while (planes.length < number) {
      ByteVector plane = storage.bytes();
      for (long i = 0; i < length; i++) {
        plane.add((byte) 0);
      }
      planes = Arrays.copyOf(planes, planes.length + 1);
      planes[planes.length - 1] = plane;
    }
  }
}
