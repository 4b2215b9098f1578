package dev.godump.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The entry point of godump. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // else picocli loads all of java.time and java.sql for types of options that godump doesn't
    // have
    System.setProperty("picocli.converters.excludes", "java\\.(sql|time)\\..*");
    System.exit(run(Streams.ofProcess(), args));
  }

  /** Runs one command line and returns its exit code. */
  static int run(Streams streams, String... args) {
    CommandLine line = Commands.commandLine(streams, args);
    line.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(streams.helpColours()));
    line.setExecutionStrategy(new Timings.Strategy());
    Errors errors = new Errors(streams);
    line.setParameterExceptionHandler(errors);
    line.setExecutionExceptionHandler(errors);
    try {
      return line.execute(args);
    } catch (OutOfMemoryError e) {
      return Errors.outOfMemory(streams);
    } catch (InternalError e) {
      return Errors.mappedFileLost(streams);
    }
  }
}
