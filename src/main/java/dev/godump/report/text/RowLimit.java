package dev.godump.report.text;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * How many rows of a list text shows.
 *
 * @param rows at most
 * @param hint how to see all rows, such as {@code --top 0 shows all}
 */
public record RowLimit(int rows, String hint) {
  /** Shows all rows. */
  public static final RowLimit NONE = new RowLimit(Integer.MAX_VALUE, "");

  /**
   * Returns the limit that an option sets.
   *
   * @param option with two dashes
   * @param rows value of the option, 0 for no limit
   */
  public static RowLimit of(String option, int rows) {
    return new RowLimit(rows == 0 ? Integer.MAX_VALUE : rows, option + " 0 shows all");
  }

  /** Returns the rows to show. */
  public <T> List<T> cut(List<T> all) {
    return all.subList(0, Math.min(rows, all.size()));
  }

  /** Returns the rows to show; they are iterated as they are needed. */
  public <T> Iterable<T> cut(Iterable<T> all) {
    return () -> cut(all.iterator());
  }

  /** Returns an iterator over the rows to show, which takes no more than these from another. */
  <T> Iterator<T> cut(Iterator<T> all) {
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

  /** Writes how many of a number of rows are not shown, or nothing if all are. */
  public void more(TextWriter out, long count) {
    out.more(count - rows, hint);
  }
}
