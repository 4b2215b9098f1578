package dev.godump.report.text;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Which rows of a list are shown.
 *
 * @param rows at most
 * @param from how many rows before them are left out
 * @param hint how to see all rows, such as {@code --top 0 shows all}
 */
public record RowLimit(int rows, int from, String hint) {
  /** Shows all rows. */
  public static final RowLimit NONE = new RowLimit(Integer.MAX_VALUE, 0, "");

  /**
   * Returns the limit that an option sets.
   *
   * @param option with two dashes
   * @param rows value of the option, 0 for no limit
   */
  public static RowLimit of(String option, int rows) {
    return new RowLimit(rows == 0 ? Integer.MAX_VALUE : rows, 0, option + " 0 shows all");
  }

  /** Returns a limit that leaves out rows before those it shows. */
  public RowLimit after(int count) {
    return new RowLimit(rows, count, hint);
  }

  /** Returns the number of rows after the last one that is shown and before which all are. */
  public int end() {
    return (int) Math.min((long) from + rows, Integer.MAX_VALUE);
  }

  /** Returns the rows to show. */
  public <T> List<T> cut(List<T> all) {
    return all.subList(Math.min(from, all.size()), Math.min(end(), all.size()));
  }

  /** Returns the rows to show; they are iterated as they are needed. */
  public <T> Iterable<T> cut(Iterable<T> all) {
    return () -> cut(all.iterator());
  }

  /** Returns an iterator over the rows to show, which takes no more than these from another. */
  <T> Iterator<T> cut(Iterator<T> all) {
    if (all instanceof CountedRows<T> counted) {
      counted.skip(from);
    } else {
      for (int skipped = 0; skipped < from && all.hasNext(); skipped++) {
        all.next();
      }
    }
    return new Iterator<>() {
      private int taken;

      @Override
      public boolean hasNext() {
        return taken < rows && all.hasNext();
      }

      @Override
      public T next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        taken++;
        return all.next();
      }
    };
  }

  /** Returns how many of a number of rows follow those shown. */
  public long left(long count) {
    return Math.max(0, count - end());
  }

  /** Writes how many of a number of rows follow those shown, or nothing if none does. */
  public void more(TextWriter out, long count) {
    out.more(count - end(), hint);
  }
}
