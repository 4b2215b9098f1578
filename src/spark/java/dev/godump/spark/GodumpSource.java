package dev.godump.spark;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Reads tables of heap dumps: {@code spark.read().format("godump").option("table",
 * "suspects").load("dumps/*.gz")}.
 */
public final class GodumpSource implements TableProvider, DataSourceRegister {
  /** Spark makes one of each job. */
  public GodumpSource() {}

  @Override
  public String shortName() {
    return "godump";
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return new SparkTable(ReadOptions.of(options).table()).schema();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new DumpTable(ReadOptions.of(new CaseInsensitiveStringMap(properties)));
  }
}
