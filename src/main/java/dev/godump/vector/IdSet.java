package dev.godump.vector;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A set of ids from 0 to a limit, such as those of objects or of dominator tree nodes: one bit per
 * id. Safe for use by several threads while none of them changes it.
 */
public final class IdSet {
  private final long[] words;

  /**
   * Makes an empty set.
   *
   * @param limit all ids are below it
   */
  public IdSet(int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("limit " + limit + " is negative");
    }
    words = new long[(int) ((limit + 63L) >>> 6)];
  }

  /** Adds an id; returns whether it is new to the set. */
  public boolean add(int id) {
    long word = words[id >>> 6];
    long bit = 1L << id;
    words[id >>> 6] = word | bit;
    return (word & bit) == 0;
  }

  /** Whether an id is in the set. */
  public boolean contains(int id) {
    return (words[id >>> 6] & 1L << id) != 0;
  }

  /** Removes all ids; takes time in proportion to the limit. */
  public void clear() {
    Arrays.fill(words, 0);
  }

  /** Visits the ids in ascending order; takes time in proportion to the limit. */
  public void forEach(IntConsumer visitor) {
    for (int word = 0; word < words.length; word++) {
      for (long left = words[word]; left != 0; left &= left - 1) {
        visitor.accept(word << 6 | Long.numberOfTrailingZeros(left));
      }
    }
  }
}
