package dev.godump.types.layout;

import java.util.Arrays;

/**
 * The allocator's size classes (runtime/sizeclasses.go): the same from Go 1.9 on, except for the
 * class of 24 bytes, which Go 1.16 added. Immutable.
 */
public final class SizeClasses {
  /** Bytes of a malloc header (Go 1.22 and later). */
  public static final int HEADER_SIZE = 8;

  /** Bytes of a slot that several smaller values without pointers share. */
  public static final int TINY_BLOCK_SIZE = 16;

  /** Instead of the size of a slot: there is none. */
  public static final long NONE = -1;

  private static final int LARGEST = 32768;
  private static final int PAGE = 8192;

  private static final int[] CLASSES = {
    8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352,
    384, 416, 448, 480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048,
    2304, 2688, 3072, 3200, 3456, 4096, 4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240,
    10880, 12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760, 24576, 27264, 28672, 32768
  };

  /** Pages of a span of each class. */
  private static final int[] PAGES_BY_CLASS = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 2, 1, 2, 1, 2, 1, 3, 2, 3, 1, 3, 2, 3, 4, 5, 6, 1, 7, 6, 5, 4, 3, 5, 7, 2, 9, 7, 5, 8, 3,
    10, 7, 4
  };

  private final short[] byEighth = new short[LARGEST / 8 + 1];

  /**
   * @param minor 24 for Go 1.24
   */
  SizeClasses(int minor) {
    int[] classes = minor >= 16 ? CLASSES : Arrays.stream(CLASSES).filter(c -> c != 24).toArray();
    int next = 0;
    for (int eighth = 0; eighth < byEighth.length; eighth++) {
      while (classes[next] < eighth * 8) {
        next++;
      }
      byEighth[eighth] = (short) (classes[next] / 8);
    }
  }

  /**
   * Bytes of a span with slots of a size: whole pages; {@link #NONE} if no span has such slots. An
   * object that is larger than all classes has a span of its own.
   *
   * @param slotSize bytes of a slot
   */
  public static long spanSize(long slotSize) {
    if (slotSize > LARGEST) {
      return slotSize % PAGE == 0 ? slotSize : NONE;
    }
    int index = Arrays.binarySearch(CLASSES, (int) Math.max(0, slotSize));
    return index < 0 ? NONE : (long) PAGES_BY_CLASS[index] * PAGE;
  }

  /**
   * Start of the span that has a slot; {@link #NONE} if no span of that size can have it. There is
   * one start only: the starts of slots repeat after no fewer pages than a span has.
   *
   * @param address of the slot
   * @param slotSize its bytes
   */
  public static long spanStart(long address, long slotSize) {
    long size = spanSize(slotSize);
    for (long start = address & -PAGE; address + slotSize - start <= size; start -= PAGE) {
      if ((address - start) % slotSize == 0) {
        return start;
      }
    }
    return NONE;
  }

  /**
   * Bytes of the slot for a value, rounded up to whole pages if it is large; {@link #NONE} for
   * impossible sizes.
   *
   * @param bytes bytes of the value and its malloc header, if it has one
   */
  long slotSize(long bytes) {
    if (bytes < 0 || bytes > Long.MAX_VALUE - PAGE) {
      return NONE;
    }
    return bytes <= LARGEST
        ? byEighth[(int) ((bytes + 7) >>> 3)] * 8L
        : (bytes + PAGE - 1) / PAGE * PAGE;
  }
}
