package dev.godump.cli;

import dev.godump.report.text.TextWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/** All subcommands by name, in the order in which help lists them. */
final class Commands {
  private static final List<String> NAMES =
      List.of(
          "summary",
          "leaks",
          "goroutines",
          "retainers",
          "object",
          "objects",
          "histogram",
          "strings",
          "find",
          "waste",
          "dominators",
          "what-if",
          "diff",
          "export",
          "index",
          "roots",
          "types",
          "itabs",
          "memstats",
          "memprof",
          "finalizers",
          "threads",
          "params",
          "records",
          "completion",
          "help");

  private Commands() {}

  /**
   * Returns the command line for some arguments. It has only the subcommand that the first argument
   * names, or none for {@code --version}, since setting up a subcommand takes time.
   */
  static CommandLine commandLine(Streams streams, String... args) {
    CommandLine line = new CommandLine(Godump.spec(streams));
    String first = args.length > 0 ? args[0] : "";
    boolean needsAll = !NAMES.contains(first) || first.equals("help") || first.equals("completion");
    if (!first.equals("--version") && !first.equals("-V")) {
      for (String name : NAMES) {
        if (needsAll || name.equals(first)) {
          line.addSubcommand(name, command(name));
        }
      }
    }
    line.setUsageHelpWidth(Math.min(TextWriter.COLUMNS, streams.columns()));
    return line;
  }

  // a switch, not a map of suppliers: linking lambdas takes time at every start
  private static Object command(String name) {
    return switch (name) {
      case "summary" -> new SummaryCommand();
      case "leaks" -> new LeaksCommand();
      case "goroutines" -> new GoroutinesCommand();
      case "retainers" -> new RetainersCommand();
      case "object" -> new ObjectCommand();
      case "objects" -> new ObjectsCommand();
      case "histogram" -> new HistogramCommand();
      case "strings" -> new StringsCommand();
      case "find" -> new FindCommand();
      case "waste" -> new WasteCommand();
      case "dominators" -> new DominatorsCommand();
      case "index" -> new IndexCommand();
      case "roots" -> new RootsCommand();
      case "types" -> new TypesCommand();
      case "itabs" -> new ItabsCommand();
      case "memstats" -> new MemStatsCommand();
      case "memprof" -> new MemProfCommand();
      case "finalizers" -> new FinalizersCommand();
      case "threads" -> new ThreadsCommand();
      case "params" -> new ParamsCommand();
      case "records" -> new RecordsCommand();
      case "diff" -> new DiffCommand();
      case "export" -> new ExportCommand();
      case "what-if" -> new WhatIfCommand();
      case "completion" -> new CompletionCommand();
      case "help" -> new HelpCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
