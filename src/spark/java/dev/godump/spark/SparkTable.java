package dev.godump.spark;

import dev.godump.sql.ColumnType;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableColumn;
import dev.godump.sql.table.Tables;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table as Spark sees it: the path of the dump, the columns of the definition, and in {@code
 * dumps} the error of a dump that can't be read.
 */
final class SparkTable {
  /** The name of the first column of all tables. */
  static final String DUMP = HeapTable.DUMP.name();

  /** The name of the last column of {@code dumps}. */
  static final String ERROR = "error";

  private static final String DUMPS = "dumps";
  private static final String PATH = "Path of the dump.";
  private static final String ERROR_TEXT = "Why the dump can't be read; null if it can.";

  private final HeapTable<?> table;

  SparkTable(String name) {
    this.table =
        Tables.named(name).orElseThrow(() -> new IllegalArgumentException("no table " + name));
  }

  HeapTable<?> definition() {
    return table;
  }

  /** Whether it has a row for each dump, readable or not. */
  boolean hasErrors() {
    return table.name().equals(DUMPS);
  }

  StructType schema() {
    List<StructField> fields = new ArrayList<>();
    fields.add(
        new StructField(DUMP, DataTypes.StringType, false, Metadata.empty()).withComment(PATH));
    for (TableColumn<?> column : table.columns()) {
      fields.add(
          new StructField(column.name(), typeOf(column.type()), true, Metadata.empty())
              .withComment(column.documentation()));
    }
    if (hasErrors()) {
      fields.add(
          new StructField(ERROR, DataTypes.StringType, true, Metadata.empty())
              .withComment(ERROR_TEXT));
    }
    return new StructType(fields.toArray(StructField[]::new));
  }

  /** Spark has no unsigned numbers; {@code hex(address)} shows an address. */
  private static DataType typeOf(ColumnType type) {
    return switch (type) {
      case ADDRESS, INTEGER -> DataTypes.LongType;
      case REAL -> DataTypes.DoubleType;
      case TEXT -> DataTypes.StringType;
      case FLAG -> DataTypes.BooleanType;
    };
  }
}
