package dev.godump.spark;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What executors get to read dumps with.
 *
 * @param columns that a query needs
 * @param filters conditions that all rows fulfil
 * @param hadoop configuration of file systems
 */
record DumpReaderFactory(
    ReadOptions options, StructType columns, Filter[] filters, SerializableConfiguration hadoop)
    implements PartitionReaderFactory {
  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return new DumpReader(this, (DumpPartition) partition);
  }
}
