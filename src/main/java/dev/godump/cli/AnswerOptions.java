package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.io.AtomicFile;
import dev.godump.sql.TableHeap;
import dev.godump.sql.engine.ResultReport;
import dev.godump.sql.engine.SqlRows;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for the answers to queries: their format, and the file to write them to. */
final class AnswerOptions {
  @Mixin private Output output;

  @Mixin private TopOption top;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write the answer to a file, which is replaced when it is complete. For --format parquet,"
              + " too.")
  private @Nullable String file;

  /**
   * Checks the options.
   *
   * @param queries whether the queries are known before a dump is read
   */
  void check(List<String> dumps, boolean queries) throws IOException {
    if (file == null && output.isParquet()) {
      throw new OperandException("--format parquet needs a file: -o FILE");
    }
    if (file != null) {
      Path path = OutputFile.of(file);
      if (!queries) {
        throw new OperandException("-o needs a query");
      }
      for (String dump : dumps) {
        OutputFile.requireOther(path, dump);
      }
    }
  }

  /** Writes a Parquet file. */
  @FunctionalInterface
  interface ParquetWriter {
    void write(SqlRows rows, Path file) throws IOException;
  }

  /** Opens what answers are written to. */
  Answers open(Streams streams, String command, List<TableHeap> heaps, ParquetWriter parquet)
      throws IOException {
    return new Answers(
        streams, command, heaps, parquet, file == null ? null : AtomicFile.at(OutputFile.of(file)));
  }

  /** Writes one answer after another; the file appears when all are written. */
  final class Answers implements Closeable {
    private final Streams streams;
    private final String command;
    private final List<TableHeap> heaps;
    private final ParquetWriter parquet;
    private final @Nullable AtomicFile target;
    private boolean hasRows;

    private Answers(
        Streams streams,
        String command,
        List<TableHeap> heaps,
        ParquetWriter parquet,
        @Nullable AtomicFile target) {
      this.streams = streams;
      this.command = command;
      this.heaps = heaps;
      this.parquet = parquet;
      this.target = target;
    }

    void write(SqlRows rows) throws IOException {
      if (target == null) {
        write(rows, streams);
      } else if (!output.isParquet()) {
        OutputStream out = target.stream();
        write(rows, new Streams(streams.in(), out, streams.err(), false, streams.errIsTerminal()));
      } else if (!rows.columns().isEmpty()) {
        if (hasRows) {
          throw new OperandException("a Parquet file has the rows of one query");
        }
        hasRows = true;
        parquet.write(rows, target.path());
      }
    }

    private void write(SqlRows rows, Streams to) throws IOException {
      try {
        output.write(
            to,
            command,
            new ResultReport(rows, top.limit(output)),
            Optional.empty(),
            () -> heaps.stream().allMatch(AnswerOptions::isComplete),
            List::of);
      } catch (UncheckedIOException e) {
        // the engine failed or was cancelled while the rows were read
        throw Objects.requireNonNull(e.getCause());
      }
    }

    /** Gives the file its name. */
    void complete() throws IOException {
      if (target != null) {
        if (output.isParquet() && !hasRows) {
          throw new OperandException("the query has no rows to write");
        }
        target.complete();
        streams.report("wrote " + file);
      }
    }

    @Override
    public void close() throws IOException {
      if (target != null) {
        target.close();
      }
    }
  }

  private static boolean isComplete(TableHeap heap) {
    return heap.heap().graph().loadResult().outcome().isComplete();
  }
}
