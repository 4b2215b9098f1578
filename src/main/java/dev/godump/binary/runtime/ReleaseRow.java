package dev.godump.binary.runtime;

import java.util.List;

/** A row of a table of layouts that change from release to release. */
public interface ReleaseRow {
  /** The minor version of the first release with this layout: 18 for Go 1.18. */
  int since();

  /**
   * Returns the row for a release.
   *
   * @param rows by ascending release
   * @param minor 24 for Go 1.24; below the first row, returns the first row
   */
  static <R extends ReleaseRow> R of(List<R> rows, int minor) {
    R latest = rows.get(0);
    for (R row : rows) {
      if (row.since() <= minor) {
        latest = row;
      }
    }
    return latest;
  }
}
