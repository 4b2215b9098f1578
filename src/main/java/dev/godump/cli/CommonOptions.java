package dev.godump.cli;

import picocli.CommandLine.Option;

/** What every subcommand that reads a dump can be asked. */
final class CommonOptions {
  @Option(names = "--debug", description = "Show where in godump an error arose.")
  private boolean debug;

  @Option(names = "--timings", hidden = true, description = "Tell on standard error where the time went.")
  private boolean timings;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  private boolean help;

  boolean debug() {
    return debug;
  }

  boolean timings() {
    return timings;
  }
}
