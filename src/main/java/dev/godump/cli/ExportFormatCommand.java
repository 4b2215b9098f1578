package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.cli.IndexedDump.After;
import dev.godump.heap.Heap;
import dev.godump.heap.HeapParts;
import dev.godump.heap.cleanups.CleanupGraph;
import dev.godump.io.AtomicFile;
import dev.godump.io.GuardedOutput;
import dev.godump.report.text.Amounts;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A subcommand of {@code export}: reads a dump and writes it in one format to a file or to standard
 * output.
 */
abstract class ExportFormatCommand extends DumpCommand {
  private static final String STANDARD_OUTPUT = "-";

  /**
   * A device that {@code -o} can name. It may be a file that has contents already, so it must not
   * be replaced.
   */
  private static final String STANDARD_OUTPUT_DEVICE = "/dev/stdout";

  private static final int BUFFER = 1 << 16;

  @Mixin private GraphOptions options;

  @Parameters(paramLabel = "DUMP", description = "The heap dump.")
  private String dump;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The output file, - for standard output.")
  private String output;

  /**
   * Writes the export.
   *
   * @return a summary of what was written, for the user
   */
  abstract String write(Heap heap, OutputStream out) throws IOException;

  /** Exports a heap. */
  @FunctionalInterface
  interface Export {
    /**
     * Returns a summary of what was written, or an empty string.
     *
     * @param streams where the command writes
     */
    String export(Heap heap, Streams streams) throws IOException;
  }

  /** Loads the heap, exports it and reports that; returns the exit code. */
  final int export(Export export) throws IOException {
    return new IndexedDump(this, options)
        .askVerified(
            (heap, warnings, streams) -> {
              String summary = export.export(heap, streams);
              if (!summary.isEmpty()) {
                sayWritten(summary, streams);
              }
              warnings.forEach(streams::warn);
              return exitCode(heap.graph().loadResult().outcome());
            },
            After.KEEP_BYTES);
  }

  /** Starts a progress bar for writing, which reads the dump once more. */
  final LoadProgress writeProgress(Heap heap) {
    return LoadProgress.of(heap.graph().source(), streams(), "writing");
  }

  /** Says how many of the exported objects only cleanups keep alive, if any. */
  static String keptByCleanups(HeapParts parts) {
    int count = parts.keptByCleanups().count();
    return count == 0
        ? ""
        : " (" + Amounts.count(count) + " kept alive only by " + CleanupGraph.HOLDER + ")";
  }

  /** Returns a hint for the user on what to do with the file, or an empty string. */
  String advice(String file) {
    return "";
  }

  /** Returns whether the format is binary and must not be written to a terminal. */
  boolean isBinary() {
    return false;
  }

  String output() {
    return output;
  }

  /** Returns whether contents of objects must be left out. */
  boolean isRedacted() {
    return secrets().isHidden();
  }

  @Override
  public String dump() {
    return dump;
  }

  @Override
  public Integer call() throws IOException {
    if (output.equals(STANDARD_OUTPUT) || output.equals(STANDARD_OUTPUT_DEVICE)) {
      return exportToStandardOutput();
    }
    Path file = path();
    OutputFile.requireOther(file, dump);
    return exportToFile(file);
  }

  /** Returns the file that {@code -o} names. */
  Path path() throws OperandException {
    return OutputFile.of(output);
  }

  private int exportToStandardOutput() throws IOException {
    if (isBinary() && streams().outIsTerminal()) {
      throw new OperandException("a terminal can't show this format: write it to a file or a pipe");
    }
    return export(
        (heap, streams) -> {
          OutputStream out = new BufferedOutputStream(new GuardedOutput(streams.out()), BUFFER);
          write(heap, out);
          out.flush();
          return "";
        });
  }

  int exportToFile(Path path) throws IOException {
    // create the file first, so that an error shows before the dump is read
    try (AtomicFile file = AtomicFile.at(path)) {
      return export(
          (heap, streams) -> {
            String summary = write(heap, file.stream());
            file.complete();
            return summary;
          });
    }
  }

  private void sayWritten(String summary, Streams streams) {
    streams.report("wrote " + output + ": " + summary);
    if (!advice(output).isEmpty()) {
      streams.report(advice(output));
    }
  }
}
