package dev.godump.sql.duckdb;

import dev.godump.sql.TableCursor;
import dev.godump.sql.TableScan;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/** A table function that reads a table: several threads, each a part at a time. */
abstract class ScanFunction
    implements DuckDBTableFunction<ScanFunction.Bound, ScanFunction.Running, ScanFunction.Part> {
  private final Failures failures;

  ScanFunction(Failures failures) {
    this.failures = failures;
  }

  /** Opens the columns of a table that a query reads. */
  @FunctionalInterface
  interface Opener {
    TableScan open(int... columns) throws IOException;
  }

  /**
   * A column that a call returns.
   *
   * @param kind how its values are written
   */
  record ReturnedColumn(String name, ChunkColumn kind) {}

  /**
   * A call of the function.
   *
   * @param rows about how many rows it returns
   */
  record Bound(List<ReturnedColumn> columns, long rows, Opener opener) {}

  /** A query that reads the table. */
  static final class Running {
    private final TableScan scan;
    private final ChunkColumn[] columns;
    private final AtomicInteger nextPart = new AtomicInteger();

    /** Indexes in {@link #columns} of each of DuckDB's columns; negative for none. */
    private final int[] indexes;

    Running(TableScan scan, ChunkColumn[] columns, int[] indexes) {
      this.scan = scan;
      this.columns = columns;
      this.indexes = indexes;
    }
  }

  /** The part that a thread reads. */
  static final class Part {
    private @Nullable TableCursor cursor;
  }

  /** Returns what a call with some parameters reads. */
  abstract Bound call(DuckDBTableFunctionBindInfo call) throws IOException;

  @Override
  public final Bound bind(DuckDBTableFunctionBindInfo info) throws IOException {
    try {
      Bound bound = call(info);
      for (ReturnedColumn column : bound.columns) {
        info.addResultColumn(column.name, column.kind.type());
      }
      info.setCardinality(bound.rows, false);
      return bound;
    } catch (IOException | RuntimeException | Error e) {
      failures.note(e);
      throw e;
    }
  }

  @Override
  public final Running init(DuckDBTableFunctionInitInfo info) throws IOException {
    try {
      Bound bound = info.getBindData();
      int[] indexes = new int[(int) info.getColumnCount()];
      int[] wanted = new int[indexes.length];
      ChunkColumn[] kinds = new ChunkColumn[indexes.length];
      int count = 0;
      for (int i = 0; i < indexes.length; i++) {
        long column = info.getColumnIndex(i);
        indexes[i] = -1;
        // a query that only counts rows asks for a column that is none
        if (column >= 0 && column < bound.columns.size()) {
          indexes[i] = count;
          wanted[count] = (int) column;
          kinds[count++] = bound.columns.get((int) column).kind;
        }
      }
      TableScan scan = bound.opener.open(Arrays.copyOf(wanted, count));
      info.setMaxThreads(Math.max(1, scan.parts()));
      return new Running(scan, kinds, indexes);
    } catch (IOException | RuntimeException | Error e) {
      failures.note(e);
      throw e;
    }
  }

  @Override
  public final Part localInit(DuckDBTableFunctionInitInfo info) {
    return new Part();
  }

  @Override
  public final long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk)
      throws IOException {
    try {
      return fill(info.getInitData(), info.getLocalInitData(), chunk);
    } catch (IOException | RuntimeException | Error e) {
      failures.note(e);
      throw e;
    }
  }

  /** Fills a chunk with rows of a thread's part, or of the next one. Returns their number. */
  private static long fill(Running running, Part part, DuckDBDataChunkWriter chunk)
      throws IOException {
    DuckDBWritableVector[] vectors = new DuckDBWritableVector[running.indexes.length];
    for (int i = 0; i < vectors.length; i++) {
      if (running.indexes[i] >= 0) {
        vectors[running.indexes[i]] = chunk.vector(i);
      }
    }
    long rows = 0;
    long capacity = chunk.capacity();
    while (rows < capacity) {
      TableCursor cursor = part.cursor;
      if (cursor == null) {
        int next = running.nextPart.getAndIncrement();
        if (next >= running.scan.parts()) {
          break;
        }
        part.cursor = running.scan.part(next);
        continue;
      }
      if (!cursor.next()) {
        part.cursor = null;
        continue;
      }
      for (int column = 0; column < running.columns.length; column++) {
        if (running.columns[column] != null) {
          running.columns[column].put(cursor, column, vectors[column], rows);
        }
      }
      rows++;
    }
    return rows;
  }
}
