package dev.godump.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Plans a task for each dump, the largest first. Dumps that conditions on their path leave out are
 * never opened.
 */
final class DumpScan implements Scan, Batch {
  private final ReadOptions options;
  private final StructType columns;
  private final Filter[] filters;

  DumpScan(ReadOptions options, StructType columns, Filter[] filters) {
    this.options = options;
    this.columns = columns;
    this.filters = filters;
  }

  @Override
  public StructType readSchema() {
    return columns;
  }

  @Override
  public String description() {
    return "godump " + options.table() + ", filters " + Arrays.toString(filters);
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    try {
      Configuration hadoop = hadoop();
      List<DumpPartition> dumps = new ArrayList<>();
      for (FileStatus file : files(hadoop)) {
        if (isWanted(file.getPath().toString())) {
          FileSystem system = file.getPath().getFileSystem(hadoop);
          dumps.add(
              new DumpPartition(file.getPath().toString(), file.getLen(), hosts(system, file)));
        }
      }
      dumps.sort(
          Comparator.comparingLong(DumpPartition::length)
              .reversed()
              .thenComparing(DumpPartition::path));
      return dumps.toArray(InputPartition[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Configuration hadoop() {
    return SparkSession.active().sparkContext().hadoopConfiguration();
  }

  /** All files that the paths name, once each. Hidden files are left out, as Spark does. */
  private Iterable<FileStatus> files(Configuration hadoop) throws IOException {
    if (options.paths().isEmpty()) {
      throw new FileNotFoundException("no dump was named");
    }
    TreeMap<String, FileStatus> files = new TreeMap<>();
    for (String name : options.paths()) {
      Path path = new Path(name);
      FileSystem system = path.getFileSystem(hadoop);
      FileStatus[] found = system.globStatus(path);
      if (found == null || found.length == 0) {
        throw new FileNotFoundException(name + ": no such file");
      }
      for (FileStatus each : found) {
        FileStatus[] inside =
            each.isDirectory() ? system.listStatus(each.getPath()) : new FileStatus[] {each};
        for (FileStatus file : inside) {
          if (file.isFile() && !isHidden(file.getPath().getName())) {
            files.put(file.getPath().toString(), file);
          }
        }
      }
    }
    return files.values();
  }

  private static boolean isHidden(String name) {
    return name.startsWith("_") || name.startsWith(".");
  }

  private boolean isWanted(String path) {
    UTF8String dump = UTF8String.fromString(path);
    return Arrays.stream(filters)
        .filter(filter -> Arrays.stream(filter.references()).allMatch(SparkTable.DUMP::equals))
        .allMatch(filter -> Objects.equals(RowFilter.test(filter, column -> dump), true));
  }

  private static String[] hosts(FileSystem system, FileStatus file) throws IOException {
    BlockLocation[] blocks = system.getFileBlockLocations(file, 0, file.getLen());
    if (blocks == null || blocks.length == 0 || system.getScheme().equals("file")) {
      return new String[0];
    }
    return blocks[0].getHosts();
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new DumpReaderFactory(
        options, columns, filters, new SerializableConfiguration(hadoop()));
  }
}
