package dev.godump.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The top-level command: help, version, and the streams of all subcommands. Its options are built
 * by calls and not declared by annotations, since loading the first annotations of each kind takes
 * as long as half a start of Java.
 */
final class Godump implements Runnable {
  private final Streams streams;
  private final Optional<OpenHeap> openHeap;
  private final CommandSpec spec;

  private Godump(Streams streams, Optional<OpenHeap> openHeap) {
    this.streams = streams;
    this.openHeap = openHeap;
    this.spec = CommandSpec.wrapWithoutInspection(this);
  }

  /**
   * Returns the picocli command, without subcommands.
   *
   * @param openHeap the heap to answer from, in a server
   */
  static CommandSpec spec(Streams streams, Optional<OpenHeap> openHeap) {
    CommandSpec spec = new Godump(streams, openHeap).spec;
    spec.name("godump")
        .versionProvider(new Version())
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version.")
                .build());
    spec.usageMessage()
        .description(
            "Analyze a Go heap dump (debug.WriteHeapDump): what uses memory and what keeps it alive.")
        .commandListHeading("")
        .footer(
            "",
            "A dump is a file (plain, .gz or .zst), or - for standard input.",
            "\"godump heap.dump\" is short for \"godump summary heap.dump\".",
            "",
            "Exit codes: 0 success; 1 a gate failed; 2 wrong usage; 3 input unreadable or incomplete;",
            "4 godump itself failed.");
    return spec;
  }

  Streams streams() {
    return streams;
  }

  Optional<OpenHeap> openHeap() {
    return openHeap;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
