package dev.godump.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/** All subcommands by name, in the order of the help. */
final class Commands {
  private static final Map<String, Supplier<Object>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("summary", SummaryCommand::new);
    ALL.put("goroutines", GoroutinesCommand::new);
    ALL.put("retainers", RetainersCommand::new);
    ALL.put("object", ObjectCommand::new);
    ALL.put("objects", ObjectsCommand::new);
    ALL.put("histogram", HistogramCommand::new);
    ALL.put("roots", RootsCommand::new);
    ALL.put("types", TypesCommand::new);
    ALL.put("itabs", ItabsCommand::new);
    ALL.put("memstats", MemStatsCommand::new);
    ALL.put("memprof", MemProfCommand::new);
    ALL.put("finalizers", FinalizersCommand::new);
    ALL.put("threads", ThreadsCommand::new);
    ALL.put("params", ParamsCommand::new);
    ALL.put("records", RecordsCommand::new);
    ALL.put("completion", CompletionCommand::new);
    ALL.put("help", HelpCommand::new);
  }

  private Commands() {}

  /**
   * The command line for some arguments. Setting up a subcommand takes time, so where the first
   * argument names one, only that one is.
   */
  static CommandLine line(Streams streams, String... args) {
    CommandLine line = new CommandLine(new Godump(streams));
    line.setUsageHelpWidth(100);
    if (args.length > 0 && (args[0].equals("--version") || args[0].equals("-V"))) {
      return line;
    }
    boolean one = args.length > 0 && ALL.containsKey(args[0]) && !args[0].equals("help") && !args[0].equals("completion");
    ALL.forEach(
        (name, command) -> {
          if (!one || name.equals(args[0])) {
            line.addSubcommand(name, command.get());
          }
        });
    line.setUsageHelpWidth(100);
    return line;
  }
}
