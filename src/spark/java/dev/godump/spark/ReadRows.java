package dev.godump.spark;

import dev.godump.sql.TableColumn;
import dev.godump.sql.TableCursor;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableScan;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of a dump: reads the columns that the query or its conditions need, and leaves out
 * rows that don't fulfil the conditions.
 */
final class ReadRows {
  private final SparkTable table;
  private final String[] columns;
  private final Filter[] filters;
  private final UTF8String dump;

  /** The columns to read, in the order of the cursor. */
  private final List<TableColumn<?>> read = new ArrayList<>();

  private final int[] wanted;
  private final Map<String, Integer> positionByName = new HashMap<>();

  /** Texts of codes by position; they are the same in many rows. */
  private final List<Int2ObjectOpenHashMap<UTF8String>> texts = new ArrayList<>();

  private final GenericInternalRow row;
  private @Nullable TableScan scan;
  private @Nullable TableCursor cursor;
  private int nextPart;
  private @Nullable UTF8String error;

  ReadRows(DumpReaderFactory job, String dump) {
    this.table = new SparkTable(job.options().table());
    this.columns = job.columns().fieldNames();
    this.filters = job.filters();
    this.dump = UTF8String.fromString(dump);
    this.row = new GenericInternalRow(columns.length);
    TreeSet<String> needed = new TreeSet<>(Arrays.asList(columns));
    for (Filter filter : filters) {
      needed.addAll(Arrays.asList(filter.references()));
    }
    List<? extends TableColumn<?>> all = table.definition().columns();
    this.wanted = new int[(int) all.stream().filter(each -> needed.contains(each.name())).count()];
    for (int i = 0; i < all.size(); i++) {
      TableColumn<?> column = all.get(i);
      if (needed.contains(column.name())) {
        wanted[read.size()] = i;
        positionByName.put(column.name(), read.size());
        read.add(column);
        texts.add(new Int2ObjectOpenHashMap<>());
      }
    }
  }

  /** Starts to read a heap. */
  void open(TableHeap heap) throws IOException {
    scan = table.definition().scan(heap, wanted);
  }

  /** Moves to the next row that fulfils the conditions. Returns whether there is one. */
  boolean next() throws IOException {
    while (nextRead()) {
      if (isWanted()) {
        fill();
        return true;
      }
    }
    return false;
  }

  /** Moves to the next row of all. */
  private boolean nextRead() throws IOException {
    while (scan != null) {
      if (cursor != null && cursor.next()) {
        return true;
      }
      if (nextPart == scan.parts()) {
        return false;
      }
      cursor = scan.part(nextPart++);
    }
    return false;
  }

  /**
   * Ends the rows of a dump that can't be read, with one that has the error if the table has such
   * rows and the conditions let it through. Returns whether there is one.
   */
  boolean endWith(String message) {
    scan = null;
    cursor = null;
    error = UTF8String.fromString(message);
    if (!table.hasErrors() || !isWanted()) {
      return false;
    }
    fill();
    return true;
  }

  private boolean isWanted() {
    for (Filter filter : filters) {
      if (!Objects.equals(RowFilter.test(filter, this::value), true)) {
        return false;
      }
    }
    return true;
  }

  private void fill() {
    for (int i = 0; i < columns.length; i++) {
      row.update(i, value(columns[i]));
    }
  }

  /** The value of a column in the row that the cursor is at. */
  private @Nullable Object value(String column) {
    if (column.equals(SparkTable.DUMP)) {
      return dump;
    } else if (column.equals(SparkTable.ERROR) && table.hasErrors()) {
      return error;
    } else if (cursor == null) {
      return null;
    }
    int position = Objects.requireNonNull(positionByName.get(column));
    return value(cursor, position, read.get(position));
  }

  private @Nullable Object value(TableCursor at, int position, TableColumn<?> column) {
    if (column.codes().isPresent()) {
      int code = at.code(position);
      UTF8String known = texts.get(position).get(code);
      if (known == null) {
        known = UTF8String.fromString(at.text(position));
        if (known != null) {
          texts.get(position).put(code, known);
        }
      }
      return known;
    }
    return switch (column.type()) {
      case TEXT -> UTF8String.fromString(at.text(position));
      case ADDRESS, INTEGER, REAL, FLAG -> number(at.number(position), column);
    };
  }

  private static @Nullable Object number(long number, TableColumn<?> column) {
    if (number == TableColumn.NULL) {
      return null;
    }
    return switch (column.type()) {
      case REAL -> (Object) Double.longBitsToDouble(number);
      case FLAG -> number != 0;
      case ADDRESS, INTEGER, TEXT -> number;
    };
  }

  /** The row; the same object each time. */
  InternalRow get() {
    return row;
  }
}
