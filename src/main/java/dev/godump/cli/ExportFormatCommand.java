package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
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

/** A subcommand of {@code export}: reads a dump and writes a file of its format, or standard output. */
abstract class ExportFormatCommand extends DumpCommand {
  private static final String STANDARD_OUTPUT = "-";
  private static final int BUFFER = 1 << 16;

  @Mixin private ExecutableOption executable;

  @Mixin private MemoryOptions memory;

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
   * @param input the dump and what else is known of it
   * @return what was written, in words
   */
  abstract String write(Input input, OutputStream out) throws IOException;

  /** Reads what is to be exported. */
  Input input() throws IOException {
    return Input.open(this, executable, memory);
  }

  /** What to do with a file that was written, to be shown to a person; empty for nothing special. */
  String advice(String file) {
    return "";
  }

  /** Whether it must not be written to a terminal. */
  boolean binary() {
    return false;
  }

  /** What -o names. */
  String output() {
    return output;
  }

  /** Whether contents of objects must not be in it. */
  boolean redact() {
    return secrets().hidden();
  }

  @Override
  String dump() {
    return dump;
  }

  @Override
  public Integer call() throws IOException {
    if (output.equals(STANDARD_OUTPUT)) {
      return toStandardOutput();
    }
    Path file = path();
    Path read = dump.equals(STANDARD_OUTPUT) ? null : Path.of(dump);
    if (read != null && Files.exists(file) && Files.exists(read) && Files.isSameFile(file, read)) {
      throw new OperandException("it is the dump itself that -o would replace");
    }
    return toFile(file);
  }

  /** The file that is asked for. */
  Path path() throws OperandException {
    try {
      return Path.of(output);
    } catch (InvalidPathException e) {
      throw new OperandException("'" + output + "' is no file name: " + e.getReason());
    }
  }

  private int toStandardOutput() throws IOException {
    if (binary() && streams().outIsTerminal()) {
      throw new OperandException("a terminal can't show this format: write it to a file or a pipe");
    }
    try (Input input = input()) {
      OutputStream out = new BufferedOutputStream(new GuardedOutput(streams().out()), BUFFER);
      write(input, out);
      out.flush();
      return ending(input);
    }
  }

  /** Writes it to a file. */
  int toFile(Path path) throws IOException {
    // the file first: if it can't be written, that is known before the dump is read
    try (NewFile file = NewFile.at(path);
        Input input = input()) {
      String what = write(input, file.stream());
      file.complete();
      tell(what);
      return ending(input);
    }
  }

  /** Says what was written. */
  void tell(String what) {
    PrintWriter out = new PrintWriter(new GuardedOutput(streams().out()), false, StandardCharsets.UTF_8);
    out.println("wrote " + output + ": " + what);
    if (!advice(output).isEmpty()) {
      out.println(advice(output));
    }
    out.flush();
  }

  /** Warns of what is missing from the dump, and returns the exit code. */
  int ending(Input input) {
    PrintWriter err = new PrintWriter(streams().err(), true, StandardCharsets.UTF_8);
    input.warnings().forEach(warning -> err.println("godump: warning: " + warning));
    return exitCode(input.graph().reading().ending());
  }
}
