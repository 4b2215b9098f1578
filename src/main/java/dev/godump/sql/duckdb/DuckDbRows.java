package dev.godump.sql.duckdb;

import dev.godump.sql.engine.SqlRows;
import java.io.IOException;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of DuckDB's answer to a query. */
final class DuckDbRows implements SqlRows {
  private final Statement statement;
  private final ResultSet results;
  private final List<ResultColumn> columns;
  private final Failures failures;

  /**
   * @param statement that was executed; closed with the rows
   */
  DuckDbRows(Statement statement, Failures failures) throws SQLException {
    this.statement = statement;
    this.results = statement.getResultSet();
    this.failures = failures;
    this.columns = columns(results.getMetaData());
  }

  private static List<ResultColumn> columns(ResultSetMetaData types) throws SQLException {
    List<ResultColumn> columns = new ArrayList<>();
    for (int column = 1; column <= types.getColumnCount(); column++) {
      columns.add(
          new ResultColumn(types.getColumnLabel(column), kind(types.getColumnTypeName(column))));
    }
    return columns;
  }

  /** Only addresses are unsigned. */
  private static Kind kind(String type) {
    return switch (type) {
      case "UBIGINT" -> Kind.ADDRESS;
      case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT" -> Kind.INTEGER;
      case "UTINYINT", "USMALLINT", "UINTEGER", "UHUGEINT" -> Kind.INTEGER;
      case "FLOAT", "DOUBLE" -> Kind.REAL;
      case "BOOLEAN" -> Kind.FLAG;
      default -> type.startsWith("DECIMAL") ? Kind.REAL : Kind.TEXT;
    };
  }

  @Override
  public List<ResultColumn> columns() {
    return columns;
  }

  @Override
  public boolean next() throws IOException {
    try {
      return results.next();
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }

  @Override
  public @Nullable Object value(int column) throws IOException {
    try {
      Object value = results.getObject(column + 1);
      if (value == null) {
        return null;
      }
      return switch (columns.get(column).kind()) {
        case ADDRESS -> ((BigInteger) value).longValue();
        case INTEGER -> value instanceof BigInteger ? value : (Object) ((Number) value).longValue();
        case REAL, FLAG -> value;
        case TEXT -> value instanceof String ? value : results.getString(column + 1);
      };
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      statement.close();
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }
}
