package dev.godump.cli;

import picocli.CommandLine.Option;

/** The option that shows the help of a subcommand. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;
}
