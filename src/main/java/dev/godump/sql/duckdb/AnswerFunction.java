package dev.godump.sql.duckdb;

import dev.godump.sql.engine.SqlException;
import dev.godump.sql.engine.SqlRows;
import dev.godump.sql.engine.SqlRows.ResultColumn;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;

/** A table function that passes on the rows of another database's answer, once. */
final class AnswerFunction implements DuckDBTableFunction<SqlRows, SqlRows, SqlRows> {
  static final String NAME = "answer";

  private final SqlRows rows;
  private final Failures failures;

  AnswerFunction(SqlRows rows, Failures failures) {
    this.rows = rows;
    this.failures = failures;
  }

  @Override
  public SqlRows bind(DuckDBTableFunctionBindInfo info) {
    List<String> names = rows.names();
    for (int column = 0; column < names.size(); column++) {
      info.addResultColumn(names.get(column), type(rows.columns().get(column)));
    }
    return rows;
  }

  private static DuckDBColumnType type(ResultColumn column) {
    return switch (column.kind()) {
      case ADDRESS -> DuckDBColumnType.UBIGINT;
      case INTEGER -> DuckDBColumnType.BIGINT;
      case REAL -> DuckDBColumnType.DOUBLE;
      case FLAG -> DuckDBColumnType.BOOLEAN;
      case TEXT -> DuckDBColumnType.VARCHAR;
    };
  }

  @Override
  public SqlRows init(DuckDBTableFunctionInitInfo info) {
    info.setMaxThreads(1);
    return rows;
  }

  @Override
  public SqlRows localInit(DuckDBTableFunctionInitInfo info) {
    return rows;
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk)
      throws IOException {
    try {
      long row = 0;
      // at the end, the next call must not ask for more
      while (row < chunk.capacity() && rows.next()) {
        for (int column = 0; column < rows.columns().size(); column++) {
          put(column, chunk.vector(column), row);
        }
        row++;
      }
      return row;
    } catch (IOException | RuntimeException | Error e) {
      failures.note(e);
      throw e;
    }
  }

  private void put(int column, DuckDBWritableVector vector, long row) throws IOException {
    Object value = rows.value(column);
    if (value == null) {
      vector.setNull(row);
      return;
    }
    switch (rows.columns().get(column).kind()) {
      case ADDRESS -> vector.setUint64(row, ChunkColumn.unsigned((Long) value));
      case INTEGER -> vector.setLong(row, whole(column, value));
      case REAL -> vector.setDouble(row, ((Number) value).doubleValue());
      case FLAG -> vector.setBoolean(row, (Boolean) value);
      case TEXT -> vector.setString(row, (String) value);
    }
  }

  /** Sums are of 128 bits, which Parquet doesn't have. */
  private long whole(int column, Object value) throws SqlException {
    if (value instanceof BigInteger large) {
      if (large.bitLength() > Long.SIZE - 1) {
        throw new SqlException(
            rows.names().get(column)
                + ": "
                + large
                + " has more than 64 bits; cast it to DOUBLE or VARCHAR");
      }
      return large.longValue();
    }
    return (Long) value;
  }
}
