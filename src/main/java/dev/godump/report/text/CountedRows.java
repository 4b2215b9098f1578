package dev.godump.report.text;

import java.util.Iterator;

/** Rows that know how many are left, so that those need not be visited to be counted. */
public interface CountedRows<R> extends Iterator<R> {
  /** Returns how many rows follow; {@link #next} may have only the first of them. */
  long left();

  /** Leaves out the next rows, as many as given or all that {@link #next} has. */
  void skip(int rows);
}
