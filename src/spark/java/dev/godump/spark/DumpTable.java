package dev.godump.spark;

import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** One table of some dumps, which can be read only. */
final class DumpTable implements SupportsRead {
  private final ReadOptions options;

  DumpTable(ReadOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "godump " + options.table();
  }

  @Override
  public StructType schema() {
    return new SparkTable(options.table()).schema();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap scanOptions) {
    return new DumpScanBuilder(options, schema());
  }
}
