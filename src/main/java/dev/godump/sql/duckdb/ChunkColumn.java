package dev.godump.sql.duckdb;

import dev.godump.sql.TableColumn;
import dev.godump.sql.TableCursor;
import java.math.BigInteger;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBWritableVector;

/** How the values of a column go into DuckDB's vectors. */
enum ChunkColumn {
  ADDRESS(DuckDBColumnType.UBIGINT),
  INTEGER(DuckDBColumnType.BIGINT),
  REAL(DuckDBColumnType.DOUBLE),
  FLAG(DuckDBColumnType.BOOLEAN),
  TEXT(DuckDBColumnType.VARCHAR),
  /** The code that stands for a text. */
  CODE(DuckDBColumnType.BIGINT);

  private final DuckDBColumnType type;

  ChunkColumn(DuckDBColumnType type) {
    this.type = type;
  }

  /** Returns how the values of a column are written: codes in place of texts that have them. */
  static ChunkColumn of(TableColumn<?> column) {
    return column.codes().isPresent() ? CODE : ofText(column);
  }

  /** As {@link #of}, but without codes. */
  static ChunkColumn ofText(TableColumn<?> column) {
    return switch (column.type()) {
      case ADDRESS -> ADDRESS;
      case INTEGER -> INTEGER;
      case REAL -> REAL;
      case TEXT -> TEXT;
      case FLAG -> FLAG;
    };
  }

  DuckDBColumnType type() {
    return type;
  }

  /** Writes a value of the current row to a row of a vector. */
  void put(TableCursor row, int column, DuckDBWritableVector vector, long at) {
    switch (this) {
      case TEXT -> vector.setString(at, row.text(column));
      case CODE -> vector.setLong(at, row.code(column));
      case ADDRESS, INTEGER, REAL, FLAG -> putNumber(row.number(column), vector, at);
    }
  }

  private void putNumber(long value, DuckDBWritableVector vector, long at) {
    if (value == TableColumn.NULL) {
      vector.setNull(at);
    } else if (this == ADDRESS) {
      vector.setUint64(at, unsigned(value));
    } else if (this == REAL) {
      vector.setDouble(at, Double.longBitsToDouble(value));
    } else if (this == FLAG) {
      vector.setBoolean(at, value != 0);
    } else {
      vector.setLong(at, value);
    }
  }

  static BigInteger unsigned(long value) {
    return value >= 0 ? BigInteger.valueOf(value) : new BigInteger(Long.toUnsignedString(value));
  }
}
