package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.cli.IndexedDump.After;
import dev.godump.heap.Heap;
import dev.godump.io.AtomicFile;
import dev.godump.io.GuardedOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A subcommand of {@code export}: reads a dump and writes a file of its format, or standard output.
 */
abstract class ExportFormatCommand extends DumpCommand {
  private static final String STANDARD_OUTPUT = "-";

  /**
   * What the shell has put behind it may be a file with something in it, which is not to be
   * replaced.
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
      description = "Where to write it; - for standard output.")
  private String output;

  /**
   * Writes the export.
   *
   * @param heap the dump and what is known of it
   * @return what was written, in words
   */
  abstract String write(Heap heap, OutputStream out) throws IOException;

  /**
   * What to do with the heap and where to tell of it; returns what was written, in words, or
   * nothing.
   */
  @FunctionalInterface
  interface Export {
    String export(Heap heap, Streams streams) throws IOException;
  }

  /** Asks for the heap, exports it and says so; returns the exit code. */
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
            After.WRITE_INDEX);
  }

  /** Shows how far a pass over the dump is. */
  final LoadProgress writeProgress(Heap heap) {
    return LoadProgress.of(heap.graph().source(), streams(), "writing");
  }

  /**
   * What to do with a file that was written, to be shown to a person; empty for nothing special.
   */
  String advice(String file) {
    return "";
  }

  /** Whether it must not be written to a terminal. */
  boolean isBinary() {
    return false;
  }

  /** What -o names. */
  String output() {
    return output;
  }

  /** Whether contents of objects must not be in it. */
  boolean isRedacted() {
    return secrets().isHidden();
  }

  @Override
  String dump() {
    return dump;
  }

  @Override
  public Integer call() throws IOException {
    if (output.equals(STANDARD_OUTPUT) || output.equals(STANDARD_OUTPUT_DEVICE)) {
      return exportToStandardOutput();
    }
    Path file = path();
    Path read = dump.equals(STANDARD_OUTPUT) ? null : Path.of(dump);
    if (read != null && Files.exists(file) && Files.exists(read) && Files.isSameFile(file, read)) {
      throw new OperandException("it is the dump itself that -o would replace");
    }
    return exportToFile(file);
  }

  /** The file that is asked for. */
  Path path() throws OperandException {
    if (output.isEmpty()) {
      throw new OperandException("-o needs the name of a file; is a variable of the shell empty?");
    }
    try {
      return Path.of(output);
    } catch (InvalidPathException e) {
      throw new OperandException("'" + output + "' is no file name: " + e.getReason());
    }
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

  /** Writes it to a file. */
  int exportToFile(Path path) throws IOException {
    // the file first: if it can't be written, that is known before the dump is read
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
    PrintWriter out =
        new PrintWriter(new GuardedOutput(streams.out()), false, StandardCharsets.UTF_8);
    out.println("wrote " + output + ": " + summary);
    if (!advice(output).isEmpty()) {
      out.println(advice(output));
    }
    out.flush();
  }
}
