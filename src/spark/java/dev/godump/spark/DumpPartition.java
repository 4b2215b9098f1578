package dev.godump.spark;

import org.apache.spark.sql.connector.read.InputPartition;

/**
 * One dump: the work of one task.
 *
 * @param path of the file
 * @param length its bytes
 * @param hosts that have most of it
 */
record DumpPartition(String path, long length, String[] hosts) implements InputPartition {
  @Override
  public String[] preferredLocations() {
    return hosts.clone();
  }
}
