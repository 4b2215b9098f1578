package dev.godump.analysis;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The list of objects that was asked for last. Another page takes a search for more rows than it
 * has, so that the pages around it take none: each would take as long as all that are before it.
 * Not thread-safe.
 */
public final class LastList {
  /** Rows that are searched for at once, where they are not few; they take 4 bytes each. */
  private static final int MANY = 1 << 18;

  private @Nullable Object question;
  private int limit;
  private @Nullable LargestFirst list;

  /** Finds the first rows of a list. */
  @FunctionalInterface
  public interface Search {
    LargestFirst first(int limit) throws IOException;
  }

  /**
   * Returns at least so many rows of a list, if it has them.
   *
   * @param asked equal for lists of the same objects in the same order
   */
  public LargestFirst first(Object asked, int rows, Search search) throws IOException {
    boolean next = asked.equals(question);
    LargestFirst known = list;
    if (next && rows <= limit && known != null) {
      return known;
    }
    int most = next ? roundUp(rows) : rows;
    list = null;
    LargestFirst found = search.first(most);
    question = asked;
    limit = most;
    list = found;
    return found;
  }

  private static int roundUp(int rows) {
    if (rows <= LargestFirst.FEW) {
      return LargestFirst.FEW;
    }
    return (int) Math.min(Integer.MAX_VALUE, (rows + (long) MANY - 1) / MANY * MANY);
  }
}
