package dev.godump.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command itself: help, version, and what its subcommands share. */
@Command(
    name = "godump",
    description = "Answers from a Go heap dump (runtime/debug.WriteHeapDump) what fills the heap and what keeps it there.",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "DUMP is a file, plain, .gz or .zst, or - for standard input. Start with:",
      "  godump summary heap.dump",
      "",
      "Exit codes: 0 fine; 1 a gate failed; 2 wrong usage; 3 input that can't be read, or not as a whole."
    })
final class Godump implements Runnable {
  private final Streams streams;

  @Spec private CommandSpec spec;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  private boolean help;

  @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version.")
  private boolean version;

  Godump(Streams streams) {
    this.streams = streams;
  }

  Streams streams() {
    return streams;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
