package dev.godump.spark;

import java.util.Arrays;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownFilters;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;

/** Takes the columns and conditions of a query. */
final class DumpScanBuilder
    implements ScanBuilder, SupportsPushDownRequiredColumns, SupportsPushDownFilters {
  private final ReadOptions options;
  private StructType columns;
  private Filter[] filters = {};

  DumpScanBuilder(ReadOptions options, StructType columns) {
    this.options = options;
    this.columns = columns;
  }

  @Override
  public void pruneColumns(StructType required) {
    columns = required;
  }

  @Override
  public Filter[] pushFilters(Filter[] offered) {
    filters = Arrays.stream(offered).filter(RowFilter::isKnown).toArray(Filter[]::new);
    return Arrays.stream(offered)
        .filter(filter -> !RowFilter.isKnown(filter))
        .toArray(Filter[]::new);
  }

  @Override
  public Filter[] pushedFilters() {
    return filters.clone();
  }

  @Override
  public Scan build() {
    return new DumpScan(options, columns, filters);
  }
}
