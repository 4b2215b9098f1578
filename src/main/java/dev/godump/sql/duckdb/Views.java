package dev.godump.sql.duckdb;

import dev.godump.sql.HeapTable;
import dev.godump.sql.TableColumn;
import dev.godump.sql.TableHeap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The views that queries see as tables: the rows of all heaps, each with the name of its dump, and
 * the texts in place of codes.
 */
final class Views {
  private static final String SCAN = "scan_";

  private Views() {}

  /** Returns the name of the function that reads a table. */
  static String functionOf(HeapTable<?> table) {
    return SCAN + table.name();
  }

  /** Returns the statement that creates the view of a table. */
  static String create(HeapTable<?> table, List<TableHeap> heaps) {
    return IntStream.range(0, heaps.size())
        .mapToObj(heap -> select(table, heap, heaps.get(heap).dump()))
        .collect(
            Collectors.joining(" UNION ALL ", "CREATE VIEW " + name(table.name()) + " AS ", ""));
  }

  private static String select(HeapTable<?> table, int heap, String dump) {
    String columns =
        table.columns().stream()
            .map(column -> (isCoded(column) ? "c." : "r.") + name(column.name()))
            .collect(Collectors.joining(", "));
    String join =
        table
            .codes()
            .map(codes -> " LEFT JOIN " + call(codes, heap) + " c ON " + equalCodes(table))
            .orElse("");
    return "SELECT "
        + text(dump)
        + " AS "
        + HeapTable.DUMP.name()
        + ", "
        + columns
        + " FROM "
        + call(table, heap)
        + " r"
        + join;
  }

  /** Any coded column of the function has the codes. */
  private static String equalCodes(HeapTable<?> table) {
    String coded = table.columns().stream().filter(Views::isCoded).findFirst().orElseThrow().name();
    return "r." + name(coded) + " = c." + HeapTable.CODE;
  }

  private static boolean isCoded(TableColumn<?> column) {
    return column.codes().isPresent();
  }

  private static String call(HeapTable<?> table, int heap) {
    return functionOf(table) + "(" + heap + ")";
  }

  /** Quotes a name. */
  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Quotes a text. */
  static String text(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
