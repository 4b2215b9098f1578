package dev.godump.sql;

import java.io.IOException;

/** The rows of a table that was opened for a heap. Several threads may read different parts. */
public interface TableScan {
  /** Returns the number of rows, or {@link TableRows#UNKNOWN}. */
  long count();

  /** Returns the number of parts, in order. */
  int parts();

  /** Opens a part, numbered from 0. */
  TableCursor part(int part) throws IOException;
}
