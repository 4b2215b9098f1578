package dev.godump.graph;

/**
 * The slots of runs that have an object: one bit per slot, and per word of 64 bits the number of
 * objects of the run in words before it. Each run starts at a new word. Immutable.
 */
final class SlotBits {
  /** The rank of a free slot. */
  static final int NONE = -1;

  private final long[] bits;

  /** Number of objects of the run before each word. */
  private final int[] rankByWord;

  SlotBits(long[] bits, int[] rankByWord) {
    this.bits = bits;
    this.rankByWord = rankByWord;
  }

  /** Returns the number of objects of the run before each word; don't change them. */
  int[] rankByWord() {
    return rankByWord;
  }

  /**
   * Returns the number of objects of a run before a slot, or {@link #NONE} if the slot is free.
   * Takes constant time.
   *
   * @param start index of the run's first word
   */
  int rank(int start, long slot) {
    int word = start + (int) (slot >>> 6);
    long mask = 1L << slot;
    if ((bits[word] & mask) == 0) {
      return NONE;
    }
    return rankByWord[word] + Long.bitCount(bits[word] & mask - 1);
  }

  /**
   * Returns the slot of the object with {@code rank} objects of its run before it. Takes
   * logarithmic time.
   *
   * @param start index of the run's first word
   * @param slots number of slots in the run
   */
  long select(int start, long slots, int rank) {
    int low = start;
    int high = start + (int) ((slots - 1) >>> 6);
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (rankByWord[middle] <= rank) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return ((long) (low - start) << 6) + bitOf(bits[low], rank - rankByWord[low]);
  }

  /** Returns the index of the set bit with {@code below} set bits below it, by halving the word. */
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
}
