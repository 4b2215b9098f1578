package dev.godump.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntConsumer;

/**
 * Addresses and sizes of all objects. An object's id is its place in address order, from 0.
 *
 * <p>Nothing is stored per object: Go allocates in spans of equal slots and the dump walks span by
 * span, so objects come in <i>runs</i> of one size at ascending whole slots. A run without free
 * slots is dense; one with free slots has a bit per slot, and per 64 slots the number of objects
 * before them. The place of a record in the file is kept for every sixteenth object of a run.
 */
public final class ObjectTable {
  /** Objects per kept file position. */
  public static final int SAMPLE = 16;

  private static final int BLOCK_SHIFT = 6;

  /** Places in a run's row of {@link #rows}, and its length. */
  private static final int LENGTH = 1;

  private static final int SIZE = 2;
  private static final int START = 3;
  private static final int ROW = 4;

  private final int count;
  private final long bytes;
  private final long[] bases;
  private final long[] limits;
  private final long[] sizes;

  /** Id of each run's first object, and behind the last run the number of objects. */
  private final int[] firstIds;

  /** Where a run's slot bits start in {@link #present}, or -1 for a dense run. */
  private final int[] bits;

  /** Where a run's kept file positions start in {@link #positions}. */
  private final int[] samples;

  /**
   * What it takes to find an object by its address, once more and side by side, as that is asked
   * for in no order: base, bytes, bytes of a slot, and the first id above where slot bits start.
   */
  private final long[] rows;

  private final long[] present;
  private final int[] ranks;
  private final long[] positions;
  private final PageTable pages;

  /** The run of every 64th id, so that a run is found by a search among few. */
  private final int[] blockRuns;

  public ObjectTable(
      long[] bases,
      long[] limits,
      long[] sizes,
      int[] firstIds,
      int[] bits,
      int[] samples,
      long[] present,
      int[] ranks,
      long[] positions) {
    this.bases = bases;
    this.limits = limits;
    this.sizes = sizes;
    this.firstIds = firstIds;
    this.bits = bits;
    this.samples = samples;
    this.present = present;
    this.ranks = ranks;
    this.positions = positions;
    this.count = firstIds[bases.length];
    this.pages = new PageTable(bases, limits, count);
    this.blockRuns = blockRuns();
    this.rows = rows();
    long sum = 0;
    for (int r = 0; r < bases.length; r++) {
      sum += sizes[r] * (firstIds[r + 1] - firstIds[r]);
    }
    this.bytes = sum;
  }

  /** All that it is made of, for {@link #of}. */
  public byte[] toBytes() {
    long[][] longs = {bases, limits, sizes, present, positions};
    int[][] ints = {firstIds, bits, samples, ranks};
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

  /** The table of which these are the {@link #toBytes}. */
  public static ObjectTable of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long[] bases = longs(buffer);
    long[] limits = longs(buffer);
    long[] sizes = longs(buffer);
    long[] present = longs(buffer);
    long[] positions = longs(buffer);
    return new ObjectTable(
        bases,
        limits,
        sizes,
        ints(buffer),
        ints(buffer),
        ints(buffer),
        present,
        ints(buffer),
        positions);
  }

  private static long[] longs(ByteBuffer buffer) {
    long[] array = new long[buffer.getInt()];
    buffer.asLongBuffer().get(array);
    buffer.position(buffer.position() + array.length * Long.BYTES);
    return array;
  }

  private static int[] ints(ByteBuffer buffer) {
    int[] array = new int[buffer.getInt()];
    buffer.asIntBuffer().get(array);
    buffer.position(buffer.position() + array.length * Integer.BYTES);
    return array;
  }

  private long[] rows() {
    long[] all = new long[Math.multiplyExact(bases.length, ROW)];
    for (int r = 0; r < bases.length; r++) {
      all[r * ROW] = bases[r];
      all[r * ROW + LENGTH] = limits[r] - bases[r];
      all[r * ROW + SIZE] = sizes[r];
      all[r * ROW + START] = (long) firstIds[r] << Integer.SIZE | bits[r] & 0xffffffffL;
    }
    return all;
  }

  private int[] blockRuns() {
    int[] runs = new int[(count >>> BLOCK_SHIFT) + 2];
    int r = 0;
    for (int block = 0; block < runs.length; block++) {
      long id = Math.min((long) block << BLOCK_SHIFT, count);
      while (r < bases.length - 1 && firstIds[r + 1] <= id) {
        r++;
      }
      runs[block] = r;
    }
    return runs;
  }

  /** How many objects there are; ids go from 0 to one less. */
  public int count() {
    return count;
  }

  /** The sizes of all objects added up. */
  public long bytes() {
    return bytes;
  }

  /** Low bits of a location that hold the offset into the object; no object is larger. */
  private static final int OFFSET_BITS = 33;

  /** Packs an object's id and an offset into it, in bytes, into one number: a location. */
  public static long location(int id, long offset) {
    return (long) id << OFFSET_BITS | offset;
  }

  /** The object of a location. */
  public static int idOf(long location) {
    return (int) (location >>> OFFSET_BITS);
  }

  /** The offset of a location into its object, in bytes. */
  public static long offsetOf(long location) {
    return location & (1L << OFFSET_BITS) - 1;
  }

  /** Returns the id of the object that has a byte at an address, or -1 if none has. */
  public int find(long address) {
    int row = rowOf(address);
    return row < 0 ? -1 : idOfSlot(rows[row + START], (address - rows[row]) / rows[row + SIZE]);
  }

  /**
   * Finds the object that has a byte at an address, and how far into it the address points.
   *
   * @return a location for {@link #idOf} and {@link #offsetOf}, or -1 if no object has the address
   *     or the offset takes more than {@value #OFFSET_BITS} bits
   */
  public long place(long address) {
    int row = rowOf(address);
    if (row < 0) {
      return -1;
    }
    long offset = address - rows[row];
    long size = rows[row + SIZE];
    long slot = offset / size;
    long inside = offset - slot * size;
    int id = idOfSlot(rows[row + START], slot);
    return id < 0 || inside >>> OFFSET_BITS != 0 ? -1 : location(id, inside);
  }

  /** Returns where the row of the run that has an address starts in {@link #rows}, or -1. */
  private int rowOf(long address) {
    int run = pages.first(address);
    while (run >= 0 && run < bases.length) {
      int row = run * ROW;
      long offset = address - rows[row];
      if (Long.compareUnsigned(offset, rows[row + LENGTH]) < 0) {
        return row;
      }
      if (Long.compareUnsigned(address, rows[row]) < 0) {
        return -1;
      }
      run++;
    }
    return -1;
  }

  /**
   * @param idAndBits as in {@link #START}
   */
  private int idOfSlot(long idAndBits, long slot) {
    int first = (int) (idAndBits >>> Integer.SIZE);
    int start = (int) idAndBits;
    if (start < 0) {
      return first + (int) slot;
    }
    int word = start + (int) (slot >>> 6);
    long mask = 1L << slot;
    if ((present[word] & mask) == 0) {
      return -1;
    }
    return first + ranks[word] + Long.bitCount(present[word] & mask - 1);
  }

  /** Start address of an object's slot. */
  public long address(int id) {
    int run = run(id);
    return bases[run] + slotOf(run, id - firstIds[run]) * sizes[run];
  }

  /** Bytes of an object's slot. */
  public long size(int id) {
    return sizes[run(id)];
  }

  private long slotOf(int run, int rank) {
    int start = bits[run];
    if (start < 0) {
      return rank;
    }
    int low = start;
    int high = start + (int) ((limits[run] - bases[run]) / sizes[run] - 1 >>> 6);
    while (low < high) {
      int middle = low + high + 1 >>> 1;
      if (ranks[middle] <= rank) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return ((long) (low - start) << 6) + bitOf(present[low], rank - ranks[low]);
  }

  /** The place of a word's bit that has so many set below it, by halves. */
  private static int bitOf(long word, int below) {
    int at = 0;
    long rest = word;
    int skip = below;
    for (int half = 32; half > 4; half >>= 1) {
      int lower = Long.bitCount(rest & (1L << half) - 1);
      if (skip >= lower) {
        skip -= lower;
        rest >>>= half;
        at += half;
      }
    }
    while (skip-- > 0) {
      rest &= rest - 1;
    }
    return at + Long.numberOfTrailingZeros(rest);
  }

  /** Start address of an object of a run that is known. */
  long address(int id, int run) {
    return bases[run] + slotOf(run, id - firstIds[run]) * sizes[run];
  }

  /** Bytes of the slots of a run. */
  long slotSize(int run) {
    return sizes[run];
  }

  /** As {@link #positionBefore(int)} for an object of a run that is known. */
  long positionBefore(int id, int run) {
    return positions[samples[run] + (id - firstIds[run]) / SAMPLE];
  }

  /** How many runs there are; they are in address order. */
  public int runs() {
    return bases.length;
  }

  /** The id of a run's first object, or for {@link #runs} the number of objects. */
  public int firstId(int run) {
    return firstIds[run];
  }

  /** The run of an object. */
  int run(int id) {
    if (id < 0 || id >= count) {
      throw new IndexOutOfBoundsException("object " + id + " of " + count);
    }
    int low = blockRuns[id >>> BLOCK_SHIFT];
    int high = blockRuns[(id >>> BLOCK_SHIFT) + 1];
    while (low < high) {
      int middle = low + high + 1 >>> 1;
      if (firstIds[middle] <= id) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /**
   * Where some object's record starts in the file, from which this object's is reached by skipping
   * less than {@value #SAMPLE} objects (and records of slots that hold none).
   */
  public long positionBefore(int id) {
    int run = run(id);
    return positions[samples[run] + (id - firstIds[run]) / SAMPLE];
  }

  /** The object whose record {@link #positionBefore} tells, in the same run. */
  int idBefore(int id, int run) {
    return id - (id - firstIds[run]) % SAMPLE;
  }

  /**
   * Walks all objects in address order, faster than by look-ups.
   *
   * @param walker is shown each object once
   */
  public void forEach(Walker walker) {
    for (int run = 0; run < bases.length; run++) {
      forEachIn(run, walker);
    }
  }

  private void forEachIn(int run, Walker walker) {
    long size = sizes[run];
    int id = firstIds[run];
    int end = firstIds[run + 1];
    if (bits[run] < 0) {
      for (long address = bases[run]; id < end; id++, address += size) {
        walker.object(id, address, size);
      }
      return;
    }
    for (int word = bits[run]; id < end; word++) {
      long start = bases[run] + ((long) (word - bits[run]) << 6) * size;
      for (long rest = present[word]; rest != 0; rest &= rest - 1) {
        walker.object(id++, start + Long.numberOfTrailingZeros(rest) * size, size);
      }
    }
  }

  /** Is shown one object after another. */
  @FunctionalInterface
  public interface Walker {
    void object(int id, long address, long size);
  }

  /** Walks the ids of objects that have a byte in {@code [from, to)}, in order. */
  public void forEachIn(long from, long to, IntConsumer visitor) {
    for (int id = lowerBound(from); id < count && Long.compareUnsigned(address(id), to) < 0; id++) {
      visitor.accept(id);
    }
  }

  /** The first object that ends behind an address, or the number of objects. */
  public int lowerBound(long address) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = low + high >>> 1;
      if (Long.compareUnsigned(address(middle) + size(middle), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
