package dev.godump.cli;

import dev.godump.types.value.Secrets;
import picocli.CommandLine.Option;

/** The options of every subcommand that reads a dump. */
final class CommonOptions {
  private static final String REDACT = "GODUMP_REDACT";

  @Option(names = "--debug", description = "Print a stack trace on errors.")
  private boolean debug;

  @Option(
      names = "--timings",
      hidden = true,
      description = "Print where the time went to standard error.")
  private boolean timings;

  @Option(
      names = "--redact",
      description =
          "Show lengths and hashes instead of contents of memory. Default: on if $"
              + REDACT
              + " is set.")
  private boolean redact;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli shows the help before a command runs
  private boolean help;

  boolean debug() {
    return debug;
  }

  boolean timings() {
    return timings;
  }

  /**
   * Returns whether to hide the contents of the process's memory. Hashes in place of hidden
   * contents can be compared within one run only.
   */
  Secrets secrets() {
    String variable = System.getenv(REDACT);
    boolean hidden = redact || (variable != null && !variable.isEmpty() && !variable.equals("0"));
    return hidden ? Secrets.keyed() : Secrets.SHOWN;
  }
}
