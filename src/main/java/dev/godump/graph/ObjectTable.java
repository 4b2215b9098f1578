package dev.godump.graph;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntConsumer;

/**
 * Addresses and sizes of all objects. An object's id is its index in address order, from 0.
 * Immutable, so safe for use by several threads.
 *
 * <p>Nothing is stored per object: Go allocates in spans of equal slots and the dump walks span by
 * span, so objects come in <i>runs</i> of one size at ascending whole slots. A run without free
 * slots is dense; one with free slots has a bit per slot, and per 64 slots the number of objects
 * before them. The file position of a record is stored for every sixteenth object of a run.
 */
public final class ObjectTable {
  /** The id and the location that look-ups return if there is no object. */
  public static final int NONE = -1;

  /** Objects per stored file position. */
  public static final int SAMPLE = 16;

  /** In place of the first word of slot bits, for a run without free slots. */
  public static final int DENSE = -1;

  private static final int BLOCK_SHIFT = 6;

  private final int count;
  private final long bytes;
  private final long[] baseByRun;
  private final long[] limitByRun;
  private final long[] slotSizeByRun;

  /** Id of each run's first object; after the last run, the number of objects. */
  private final int[] firstIdByRun;

  /** Index in {@link #slotWords} of each run's first word, or {@link #DENSE}. */
  private final int[] firstWordByRun;

  /** Index in {@link #positionBySample} of each run's first position. */
  private final int[] firstSampleByRun;

  private final SlotBits slotBits;

  /** The words of {@link #slotBits}, for {@link #forEach}: a call per run costs it a tenth. */
  private final long[] slotWords;

  private final long[] positionBySample;
  private final AddressIndex addressIndex;

  /** The run of every 64th id: narrows the search for the run of an id. */
  private final int[] firstRunByBlock;

  public ObjectTable(
      long[] baseByRun,
      long[] limitByRun,
      long[] slotSizeByRun,
      int[] firstIdByRun,
      int[] firstWordByRun,
      int[] firstSampleByRun,
      long[] slotWords,
      int[] rankByWord,
      long[] positionBySample) {
    this.baseByRun = baseByRun;
    this.limitByRun = limitByRun;
    this.slotSizeByRun = slotSizeByRun;
    this.firstIdByRun = firstIdByRun;
    this.firstWordByRun = firstWordByRun;
    this.firstSampleByRun = firstSampleByRun;
    this.slotBits = new SlotBits(slotWords, rankByWord);
    this.slotWords = slotWords;
    this.positionBySample = positionBySample;
    this.count = firstIdByRun[baseByRun.length];
    this.addressIndex =
        new AddressIndex(
            baseByRun, limitByRun, slotSizeByRun, firstIdByRun, firstWordByRun, slotBits);
    this.firstRunByBlock = firstRunByBlock();
    long sum = 0;
    for (int r = 0; r < baseByRun.length; r++) {
      sum += slotSizeByRun[r] * (firstIdByRun[r + 1] - firstIdByRun[r]);
    }
    this.bytes = sum;
  }

  /** Serializes the table for {@link #of}. */
  public byte[] toBytes() {
    long[][] longs = {baseByRun, limitByRun, slotSizeByRun, slotWords, positionBySample};
    int[][] ints = {firstIdByRun, firstWordByRun, firstSampleByRun, slotBits.rankByWord()};
    long length = (longs.length + ints.length) * (long) Integer.BYTES;
    for (long[] array : longs) {
      length += (long) array.length * Long.BYTES;
    }
    for (int[] array : ints) {
      length += (long) array.length * Integer.BYTES;
    }
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
    for (long[] array : longs) {
      buffer.putInt(array.length).asLongBuffer().put(array);
      buffer.position(buffer.position() + array.length * Long.BYTES);
    }
    for (int[] array : ints) {
      buffer.putInt(array.length).asIntBuffer().put(array);
      buffer.position(buffer.position() + array.length * Integer.BYTES);
    }
    return buffer.array();
  }

  /** Returns the table serialized by {@link #toBytes}. */
  public static ObjectTable of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long[] baseByRun = longs(buffer);
    long[] limitByRun = longs(buffer);
    long[] slotSizeByRun = longs(buffer);
    long[] slotWords = longs(buffer);
    long[] positionBySample = longs(buffer);
    return new ObjectTable(
        baseByRun,
        limitByRun,
        slotSizeByRun,
        ints(buffer),
        ints(buffer),
        ints(buffer),
        slotWords,
        ints(buffer),
        positionBySample);
  }

  private static long[] longs(ByteBuffer buffer) {
    long[] array = new long[length(buffer, Long.BYTES)];
    buffer.asLongBuffer().get(array);
    buffer.position(buffer.position() + array.length * Long.BYTES);
    return array;
  }

  private static int[] ints(ByteBuffer buffer) {
    int[] array = new int[length(buffer, Integer.BYTES)];
    buffer.asIntBuffer().get(array);
    buffer.position(buffer.position() + array.length * Integer.BYTES);
    return array;
  }

  /** Reads the length of an array whose numbers have {@code width} bytes each. */
  private static int length(ByteBuffer buffer, int width) {
    int length = buffer.getInt();
    if (length < 0 || length > buffer.remaining() / width) {
      throw new BufferUnderflowException();
    }
    return length;
  }

  private int[] firstRunByBlock() {
    int[] runs = new int[(count >>> BLOCK_SHIFT) + 2];
    int r = 0;
    for (int block = 0; block < runs.length; block++) {
      long id = Math.min((long) block << BLOCK_SHIFT, count);
      while (r < baseByRun.length - 1 && firstIdByRun[r + 1] <= id) {
        r++;
      }
      runs[block] = r;
    }
    return runs;
  }

  /** Returns the number of objects; ids are below it. */
  public int count() {
    return count;
  }

  /** Returns the total size of all objects. */
  public long bytes() {
    return bytes;
  }

  /** Low bits of a location that hold the offset into the object; no object is larger. */
  private static final int OFFSET_BITS = 33;

  /**
   * Packs an object's id and an offset into it, in bytes, into one number: a location. Locations
   * are ordered by id and offset as unsigned numbers: those of ids from 2^30 on are negative. None
   * is {@link #NONE}, since no id is 2^31 - 1.
   */
  public static long location(int id, long offset) {
    return (long) id << OFFSET_BITS | offset;
  }

  /** The object of a location. */
  public static int idOf(long location) {
    return (int) (location >>> OFFSET_BITS);
  }

  /** Whether a location can have an offset. */
  static boolean isOffset(long offset) {
    return offset >>> OFFSET_BITS == 0;
  }

  /** The offset of a location into its object, in bytes. */
  public static long offsetOf(long location) {
    return location & (1L << OFFSET_BITS) - 1;
  }

  /** Returns the id of the object that has a byte at an address, or {@link #NONE}. */
  public int find(long address) {
    return addressIndex.find(address);
  }

  /**
   * Finds the object that has a byte at an address, and how far into it the address points.
   *
   * @return a location for {@link #idOf} and {@link #offsetOf}, or {@link #NONE} if no object has
   *     the address or the offset takes more than {@value #OFFSET_BITS} bits
   */
  public long locate(long address) {
    return addressIndex.locate(address);
  }

  /** Returns the start address of an object's slot. */
  public long address(int id) {
    int run = runOf(id);
    return baseByRun[run] + slotOf(run, id - firstIdByRun[run]) * slotSizeByRun[run];
  }

  /** Returns the size of an object's slot in bytes. */
  public long size(int id) {
    return slotSizeByRun[runOf(id)];
  }

  private long slotOf(int run, int rank) {
    int start = firstWordByRun[run];
    if (start == DENSE) {
      return rank;
    }
    long slots = (limitByRun[run] - baseByRun[run]) / slotSizeByRun[run];
    return slotBits.select(start, slots, rank);
  }

  /** Returns the start address of an object in a known run. */
  long address(int id, int run) {
    return baseByRun[run] + slotOf(run, id - firstIdByRun[run]) * slotSizeByRun[run];
  }

  /** Returns the slot size of a run in bytes. */
  long slotSize(int run) {
    return slotSizeByRun[run];
  }

  /** As {@link #positionBefore(int)} for an object in a known run. */
  long positionBefore(int id, int run) {
    return positionBySample[firstSampleByRun[run] + (id - firstIdByRun[run]) / SAMPLE];
  }

  /** Returns the number of runs; they are in address order. */
  public int runs() {
    return baseByRun.length;
  }

  /** Returns the id of a run's first object; for {@link #runs}, the number of objects. */
  public int firstId(int run) {
    return firstIdByRun[run];
  }

  /** Returns the run of an object. */
  int runOf(int id) {
    if (id < 0 || id >= count) {
      throw new IndexOutOfBoundsException("object " + id + " of " + count);
    }
    int low = firstRunByBlock[id >>> BLOCK_SHIFT];
    int high = firstRunByBlock[(id >>> BLOCK_SHIFT) + 1];
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (firstIdByRun[middle] <= id) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /**
   * Returns a file position where an object's record starts, from which this object's record is
   * reached by skipping fewer than {@value #SAMPLE} objects (and records of slots without an
   * object).
   */
  public long positionBefore(int id) {
    int run = runOf(id);
    return positionBySample[firstSampleByRun[run] + (id - firstIdByRun[run]) / SAMPLE];
  }

  /** Returns the object at {@link #positionBefore}, in the same run. */
  int idBefore(int id, int run) {
    return id - (id - firstIdByRun[run]) % SAMPLE;
  }

  /** Visits all objects in address order, faster than by look-ups. */
  public void forEach(Walker walker) {
    for (int run = 0; run < baseByRun.length; run++) {
      forEachIn(run, walker);
    }
  }

  private void forEachIn(int run, Walker walker) {
    long size = slotSizeByRun[run];
    int id = firstIdByRun[run];
    int end = firstIdByRun[run + 1];
    if (firstWordByRun[run] == DENSE) {
      for (long address = baseByRun[run]; id < end; id++, address += size) {
        walker.object(id, address, size);
      }
      return;
    }
    for (int word = firstWordByRun[run]; id < end; word++) {
      long start = baseByRun[run] + ((long) (word - firstWordByRun[run]) << 6) * size;
      for (long rest = slotWords[word]; rest != 0; rest &= rest - 1) {
        walker.object(id++, start + Long.numberOfTrailingZeros(rest) * size, size);
      }
    }
  }

  /** Visits all objects in address order, in ranges of equal size. */
  public void forEachRange(RangeWalker walker) {
    for (int run = 0; run < baseByRun.length; run++) {
      walker.range(firstIdByRun[run], firstIdByRun[run + 1], slotSizeByRun[run]);
    }
  }

  /** Visits the objects from an id up to another, not included, all of one size in bytes. */
  @FunctionalInterface
  public interface RangeWalker {
    void range(int from, int to, long size);
  }

  /** Visits objects. */
  @FunctionalInterface
  public interface Walker {
    void object(int id, long address, long size);
  }

  /** Visits the ids of objects that have a byte in {@code [from, to)}, in order. */
  public void forEachIn(long from, long to, IntConsumer visitor) {
    for (int id = lowerBound(from); id < count && Long.compareUnsigned(address(id), to) < 0; id++) {
      visitor.accept(id);
    }
  }

  /** Returns the first object that ends after an address, or the number of objects. */
  public int lowerBound(long address) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(address(middle) + size(middle), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
