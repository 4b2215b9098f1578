package dev.godump.cli;

import dev.godump.cli.Errors.ExitCode;
import dev.godump.io.GuardedOutput;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

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
  static int run(Streams streams, String... words) {
    if (!streams.errIsTerminal()) {
      return runPlain(streams, words);
    }
    try (PhaseProgress progress = PhaseProgress.start(streams.err())) {
      return runPlain(streams.through(progress::erasingFirst), words);
    }
  }

  private static int runPlain(Streams streams, String... words) {
    Errors errors = new Errors(streams);
    String[] args = Commands.withDefault(words);
    CommandLine line = Commands.commandLine(streams, args);
    line.setOut(new PrintWriter(new GuardedOutput(streams.out()), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(streams.helpColours()));
    line.setExecutionStrategy(new Timings.Strategy());
    line.setParameterExceptionHandler(errors);
    line.setExecutionExceptionHandler(errors);
    try {
      int exitCode = line.execute(args);
      if (exitCode == ExitCode.OK) {
        line.getOut().flush();
      }
      return exitCode;
    } catch (RuntimeException | Error e) {
      return errors.handle(e, commandOf(line));
    }
  }

  /** Returns the command that ran, or null if that reads no dump. */
  private static @Nullable DumpCommand commandOf(CommandLine line) {
    ParseResult parsed = line.getParseResult();
    while (parsed != null && parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    return parsed != null && parsed.commandSpec().userObject() instanceof DumpCommand command
        ? command
        : null;
  }
}
