package dev.godump.cli;

import dev.godump.cli.Errors.ExitCode;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Starts godump. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(Streams.ofProcess(), args));
  }

  /** Runs one command line and returns its exit code. */
  static int run(Streams streams, String... args) {
    CommandLine line = Commands.line(streams, args);
    line.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(streams.helpColours()));
    line.setParameterExceptionHandler(Errors::usage);
    line.setExecutionExceptionHandler((e, command, parsed) -> Errors.report(e, command, parsed));
    try {
      return line.execute(args);
    } catch (UncheckedIOException | OutOfMemoryError e) {
      // thrown where picocli catches exceptions only, or by its own printing
      return e instanceof OutOfMemoryError ? Errors.outOfMemory(streams) : ExitCode.OK;
    }
  }
}
