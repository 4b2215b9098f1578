package dev.godump.types.inference;

/**
 * A set of object ids to scan, emptied alternately upwards and downwards in address order: nearby
 * objects are read together, and a linked list takes few rounds in either direction. Three levels
 * of bits; a bit of an upper level is set if its word in the level below has a bit set.
 */
final class PendingObjects {
  /** No id, or no bit of a level. */
  static final int NONE = -1;

  private final long[] bits;
  private final long[] words;
  private final long[] blocks;
  private int last;
  private boolean down;

  PendingObjects(int objects) {
    bits = new long[(objects >>> 6) + 1];
    words = new long[(objects >>> 12) + 1];
    blocks = new long[(objects >>> 18) + 1];
  }

  void add(int id) {
    bits[id >>> 6] |= 1L << id;
    words[id >>> 12] |= 1L << (id >>> 6);
    blocks[id >>> 18] |= 1L << (id >>> 12);
  }

  /** Removes and returns the next id, or returns {@link #NONE}. */
  int next() {
    int id = down ? below(last) : above(last);
    if (id == NONE) {
      down = !down;
      id = down ? below(last) : above(last);
    }
    if (id != NONE) {
      remove(id);
      last = id;
    }
    return id;
  }

  private void remove(int id) {
    bits[id >>> 6] &= ~(1L << id);
    if (bits[id >>> 6] == 0) {
      words[id >>> 12] &= ~(1L << (id >>> 6));
      if (words[id >>> 12] == 0) {
        blocks[id >>> 18] &= ~(1L << (id >>> 12));
      }
    }
  }

  /** The lowest id from a given one on, or {@link #NONE}. */
  private int above(int id) {
    long rest = bits[id >>> 6] & -1L << id;
    if (rest != 0) {
      return (id & ~63) | Long.numberOfTrailingZeros(rest);
    }
    int word = nextSet(words, blocks, (id >>> 6) + 1);
    return word == NONE ? NONE : word << 6 | Long.numberOfTrailingZeros(bits[word]);
  }

  private static int nextSet(long[] level, long[] upper, int from) {
    int at = from >>> 6;
    if (at >= level.length) {
      return NONE;
    }
    long rest = level[at] & -1L << from;
    if (rest == 0) {
      at = scanUp(upper, at + 1);
      if (at == NONE) {
        return NONE;
      }
      rest = level[at];
    }
    return at << 6 | Long.numberOfTrailingZeros(rest);
  }

  private static int scanUp(long[] level, int from) {
    int at = from >>> 6;
    if (at >= level.length) {
      return NONE;
    }
    long rest = level[at] & -1L << from;
    while (rest == 0) {
      if (++at == level.length) {
        return NONE;
      }
      rest = level[at];
    }
    return at << 6 | Long.numberOfTrailingZeros(rest);
  }

  /** The highest id up to a given one, or {@link #NONE}. */
  private int below(int id) {
    long rest = bits[id >>> 6] & upTo(id);
    if (rest != 0) {
      return (id & ~63) | 63 - Long.numberOfLeadingZeros(rest);
    }
    int word = previousSet(words, blocks, (id >>> 6) - 1);
    return word == NONE ? NONE : word << 6 | 63 - Long.numberOfLeadingZeros(bits[word]);
  }

  private static long upTo(int bit) {
    return -1L >>> (63 - (bit & 63));
  }

  private static int previousSet(long[] level, long[] upper, int from) {
    if (from < 0) {
      return NONE;
    }
    int at = from >>> 6;
    long rest = level[at] & upTo(from);
    if (rest == 0) {
      at = scanDown(upper, at - 1);
      if (at == NONE) {
        return NONE;
      }
      rest = level[at];
    }
    return at << 6 | 63 - Long.numberOfLeadingZeros(rest);
  }

  private static int scanDown(long[] level, int from) {
    if (from < 0) {
      return NONE;
    }
    int at = from >>> 6;
    long rest = level[at] & upTo(from);
    while (rest == 0) {
      if (--at < 0) {
        return NONE;
      }
      rest = level[at];
    }
    return at << 6 | 63 - Long.numberOfLeadingZeros(rest);
  }
}
