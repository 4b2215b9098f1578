package dev.godump.core;

import dev.godump.core.LayoutRow.Field;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The structures of releases of Go's runtime on amd64. The rows are resources that {@code
 * src/bench/layouts/run} makes from the DWARF of programs of each release.
 */
final class LayoutRows {
  static final LayoutRows ALL =
      new LayoutRows(new TreeSet<>(List.of(15, 19, 21, 22, 23, 24, 25, 26, 27)));

  private final NavigableSet<Integer> releases;

  private LayoutRows(NavigableSet<Integer> releases) {
    this.releases = releases;
  }

  /** Returns the table without the row of a release. */
  LayoutRows without(int minor) {
    NavigableSet<Integer> others = new TreeSet<>(releases);
    others.remove(minor);
    return new LayoutRows(others);
  }

  /** The minor versions of the releases with a row. */
  NavigableSet<Integer> releases() {
    return releases;
  }

  /** Returns the minor version of the release with a row nearest to another, of two the later. */
  int nearest(int minor) {
    Integer before = releases.floor(minor);
    Integer after = releases.ceiling(minor);
    if (before == null || after == null) {
      return before == null ? releases.first() : releases.last();
    }
    return after - minor <= minor - before ? after : before;
  }

  /** Returns all rows. */
  List<LayoutRow> rows() throws IOException {
    List<LayoutRow> rows = new ArrayList<>();
    for (int minor : releases) {
      rows.add(row(minor));
    }
    return rows;
  }

  /** Returns the row of a release that has one. */
  LayoutRow row(int minor) throws IOException {
    LayoutRow row =
        new LayoutRow(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
    try (InputStream in = LayoutRows.class.getResourceAsStream("go1." + minor + ".txt")) {
      if (in == null) {
        throw new IOException("godump was built without the table of Go 1." + minor);
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        add(line, row);
      }
    }
    return row;
  }

  private static void add(String line, LayoutRow row) {
    String[] words = line.split(" ", 4);
    switch (words[0]) {
      case "field" ->
          row.fields()
              .put(words[1], new Field(Integer.parseInt(words[2]), Integer.parseInt(words[3])));
      case "size" -> row.sizes().put(words[1], Integer.parseInt(words[2]));
      case "const" -> row.constants().put(words[1], Integer.parseInt(words[2]));
      case "wait" -> {
        String[] reason = line.split(" ", 3);
        row.waitReasons().put(Integer.parseInt(reason[1]), reason.length < 3 ? "" : reason[2]);
      }
      default -> throw new IllegalStateException("a line of a layout: " + line);
    }
  }
}
