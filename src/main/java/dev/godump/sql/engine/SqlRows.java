package dev.godump.sql.engine;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of an answer, read one after another. */
public interface SqlRows extends Closeable {
  /** The answer to a statement that returns no rows. */
  SqlRows NONE =
      new SqlRows() {
        @Override
        public List<ResultColumn> columns() {
          return List.of();
        }

        @Override
        public boolean next() {
          return false;
        }

        @Override
        public @Nullable Object value(int column) {
          throw new NoSuchElementException();
        }

        @Override
        public void close() {}
      };

  /** What the values of a column are. */
  enum Kind {
    /** Addresses of the process, as a Long. */
    ADDRESS,
    /** Whole numbers: Long or BigInteger. */
    INTEGER,
    /** Other numbers: Double or BigDecimal. */
    REAL,
    /** Boolean. */
    FLAG,
    /** Anything else, as text. */
    TEXT;

    /** Returns the name in godump's output. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A column of an answer. */
  record ResultColumn(String name, Kind kind) {}

  /** Returns the names of the columns, numbered from the second with a name on. */
  default List<String> names() {
    Set<String> used = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (ResultColumn column : columns()) {
      String name = column.name();
      for (int number = 2; !used.add(name.toLowerCase(Locale.ROOT)); number++) {
        name = column.name() + "_" + number;
      }
      names.add(name);
    }
    return names;
  }

  /** Returns the columns in order. */
  List<ResultColumn> columns();

  /** Moves to the next row, at first to the first. Returns whether there is one. */
  boolean next() throws IOException;

  /**
   * Returns a value of the current row, or null.
   *
   * @param column index of the column
   */
  @Nullable Object value(int column) throws IOException;
}
