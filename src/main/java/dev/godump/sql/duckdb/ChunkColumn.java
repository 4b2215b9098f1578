package dev.godump.sql.duckdb;

import dev.godump.sql.TableColumn;
import dev.godump.sql.TableCursor;
import java.math.BigInteger;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBWritableVector;

/** How the values of a column go into DuckDB's vectors. */
enum ChunkColumn {
  ADDRESS(DuckDBColumnType.UBIGINT) {
    @Override
    void put(TableCursor row, int column, DuckDBWritableVector vector, long at) {
      long value = row.number(column);
      if (value == TableColumn.NULL) {
        vector.setNull(at);
      } else {
        vector.setUint64(at, unsigned(value));
      }
    }
  },
  INTEGER(DuckDBColumnType.BIGINT) {
    @Override
    void put(TableCursor row, int column, DuckDBWritableVector vector, long at) {
      long value = row.number(column);
      if (value == TableColumn.NULL) {
        vector.setNull(at);
      } else {
        vector.setLong(at, value);
      }
    }
  },
  REAL(DuckDBColumnType.DOUBLE) {
    @Override
    void put(TableCursor row, int column, DuckDBWritableVector vector, long at) {
      long value = row.number(column);
      if (value == TableColumn.NULL) {
        vector.setNull(at);
      } else {
        vector.setDouble(at, Double.longBitsToDouble(value));
      }
    }
  },
  FLAG(DuckDBColumnType.BOOLEAN) {
    @Override
    void put(TableCursor row, int column, DuckDBWritableVector vector, long at) {
      long value = row.number(column);
      if (value == TableColumn.NULL) {
        vector.setNull(at);
      } else {
        vector.setBoolean(at, value != 0);
      }
    }
  },
  TEXT(DuckDBColumnType.VARCHAR) {
    @Override
    void put(TableCursor row, int column, DuckDBWritableVector vector, long at) {
      vector.setString(at, row.text(column));
    }
  },
  /** The code that stands for a text. */
  CODE(DuckDBColumnType.BIGINT) {
    @Override
    void put(TableCursor row, int column, DuckDBWritableVector vector, long at) {
      vector.setLong(at, row.code(column));
    }
  };

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
  abstract void put(TableCursor row, int column, DuckDBWritableVector vector, long at);

  static BigInteger unsigned(long value) {
    return value >= 0 ? BigInteger.valueOf(value) : new BigInteger(Long.toUnsignedString(value));
  }
}
