package dev.godump.sql.duckdb;

import dev.godump.sql.TableColumn;
import dev.godump.sql.TableHeap;
import dev.godump.sql.table.ObjectAnswers;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * The functions of an address: {@code path}, {@code retained} and {@code value}. With several
 * dumps, the name of the dump is their first parameter.
 */
final class ObjectFunctions {
  private final List<TableHeap> heaps;
  private final Failures failures;

  private ObjectFunctions(List<TableHeap> heaps, Failures failures) {
    this.heaps = heaps;
    this.failures = failures;
  }

  /** Writes the answer about the object at an address. */
  @FunctionalInterface
  private interface Answer {
    void write(TableHeap heap, long address, DuckDBWritableVector out, long row) throws IOException;
  }

  static void register(DuckDBConnection connection, List<TableHeap> heaps, Failures failures)
      throws SQLException {
    ObjectFunctions functions = new ObjectFunctions(heaps, failures);
    functions.register(
        connection,
        "retained",
        DuckDBColumnType.BIGINT,
        (heap, address, out, row) -> {
          long retained = ObjectAnswers.retained(heap, address);
          if (retained == TableColumn.NULL) {
            out.setNull(row);
          } else {
            out.setLong(row, retained);
          }
        });
    functions.register(
        connection,
        "path",
        DuckDBColumnType.VARCHAR,
        (heap, address, out, row) -> out.setString(row, ObjectAnswers.path(heap, address)));
    functions.register(
        connection,
        "value",
        DuckDBColumnType.VARCHAR,
        (heap, address, out, row) -> out.setString(row, ObjectAnswers.value(heap, address)));
  }

  private void register(
      DuckDBConnection connection, String name, DuckDBColumnType type, Answer answer)
      throws SQLException {
    try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
      if (heaps.size() > 1) {
        builder.withParameter(DuckDBColumnType.VARCHAR);
      }
      builder
          .withName(name)
          .withParameter(DuckDbSession.ADDRESS)
          .withReturnType(type)
          .withVectorizedFunction((in, out) -> apply(answer, in, out))
          .register(connection);
    }
  }

  private void apply(Answer answer, DuckDBDataChunkReader in, DuckDBWritableVector out)
      throws IOException {
    try {
      boolean several = heaps.size() > 1;
      DuckDBReadableVector addresses = in.vector(several ? 1 : 0);
      for (long row = 0; row < in.rowCount(); row++) {
        TableHeap heap = several ? named(in.vector(0), row) : heaps.get(0);
        if (heap == null || addresses.isNull(row)) {
          out.setNull(row);
        } else {
          answer.write(heap, addresses.getHugeInt(row).longValue(), out, row);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      failures.note(e);
      throw e;
    }
  }

  private @Nullable TableHeap named(DuckDBReadableVector names, long row) {
    String name = names.isNull(row) ? "" : names.getString(row);
    return heaps.stream().filter(heap -> heap.dump().equals(name)).findFirst().orElse(null);
  }
}
