package dev.godump.cli;

import picocli.CommandLine.Parameters;

/** A subcommand whose only operand is the dump. */
abstract class OneDumpCommand extends GraphCommand {
  @Parameters(paramLabel = "DUMP", description = "The heap dump.")
  private String dump;

  @Override
  public String dump() {
    return dump;
  }
}
