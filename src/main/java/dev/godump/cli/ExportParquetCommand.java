package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.cli.IndexedDump.After;
import dev.godump.heap.Heap;
import dev.godump.io.AtomicFile;
import dev.godump.report.text.Amounts;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableHeap;
import dev.godump.sql.engine.SqlEngine.Limits;
import dev.godump.sql.engine.SqlSession;
import dev.godump.sql.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "parquet",
    description = "Write the tables of godump sql as Parquet files: a directory for each table.",
    footer = {
      "",
      "Each dump is a file in each directory: heap/objects/a.dump.parquet. Files are compressed with",
      "Zstandard, replaced when they are complete, and only you can read them.",
      "",
      "Example: godump export parquet --tables objects,refs a.dump b.dump -o heap"
    })
final class ExportParquetCommand extends DumpCommand {
  @Mixin private GraphOptions options;

  @Parameters(arity = "1..*", paramLabel = "DUMP", description = "Heap dumps.")
  private List<String> dumps;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "The directory to write to; created if it does not exist.")
  private Path directory;

  @Option(
      names = "--tables",
      paramLabel = "TABLE",
      split = ",",
      description = "Only these tables, such as objects,refs. Default: all.")
  private List<String> tables = List.of();

  @Mixin private EngineOptions engine;

  /** The dump that is written now. */
  private String dump = "";

  @Override
  public String dump() {
    return dump;
  }

  @Override
  public Integer call() throws IOException {
    List<HeapTable<?>> wanted = tables();
    Set<String> files = new HashSet<>();
    for (String name : dumps) {
      if (!files.add(fileOf(name))) {
        throw new OperandException("two dumps have the name " + Path.of(name).getFileName());
      }
    }
    int exitCode = 0;
    for (String name : dumps) {
      dump = name;
      exitCode =
          Math.max(
              exitCode,
              new IndexedDump(this, options)
                  .<Integer>askVerified(
                      (heap, warnings, out) -> {
                        write(heap, name, wanted);
                        warnings.forEach(out::warn);
                        return exitCode(heap.graph().loadResult().outcome());
                      },
                      After.KEEP_BYTES));
    }
    streams()
        .report(
            "wrote "
                + Amounts.count(wanted.size(), "table")
                + " of "
                + Amounts.count(dumps.size(), "dump")
                + " to "
                + directory);
    return exitCode;
  }

  private List<HeapTable<?>> tables() throws OperandException {
    for (String name : tables) {
      if (Tables.named(name).isEmpty()) {
        throw new OperandException("unknown table '" + name + "'");
      }
    }
    return Tables.ALL.stream()
        .<HeapTable<?>>map(table -> table)
        .filter(table -> tables.isEmpty() || tables.contains(table.name()))
        .toList();
  }

  private static String fileOf(String name) {
    return Path.of(name).getFileName() + ".parquet";
  }

  private void write(Heap heap, String name, List<HeapTable<?>> wanted) throws IOException {
    Path temporary = Files.createTempDirectory("godump-sql");
    TableHeap table = new TableHeap(name, heap, secrets(), engine.hasValues());
    try (SqlSession session =
        engine.load().open(List.of(table), new Limits(engine.memory(), temporary, true))) {
      for (HeapTable<?> one : wanted) {
        Path folder = directory.resolve(one.name());
        Files.createDirectories(folder);
        try (AtomicFile file = AtomicFile.at(folder.resolve(fileOf(name)))) {
          session.writeParquet(one.name(), file.path());
          file.complete();
        }
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
