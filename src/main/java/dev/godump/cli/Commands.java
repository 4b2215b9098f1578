package dev.godump.cli;

import dev.godump.report.text.TextWriter;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;

/** All subcommands by name. */
final class Commands {
  /** The groups in which help lists subcommands. */
  enum Group {
    START("Start here", "summary", "leaks", "diff", "serve", "report"),
    CLOSER(
        "Look closer",
        "histogram",
        "retainers",
        "dominators",
        "flamegraph",
        "what-if",
        "object",
        "objects",
        "goroutines",
        "strings",
        "find",
        "sql",
        "waste",
        "spans"),
    RAW(
        "Look at parts of the dump",
        "roots",
        "types",
        "itabs",
        "finalizers",
        "threads",
        "params",
        "memstats",
        "memprof",
        "records"),
    OTHER("Export and manage", "export", "dump", "index", "schema", "completion", "help");

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // List.of can't be changed
    private final List<String> names;

    Group(String title, String... names) {
      this.title = title;
      this.names = List.of(names);
    }

    String title() {
      return title;
    }

    List<String> names() {
      return names;
    }
  }

  private static final List<String> NAMES = new ArrayList<>();

  static {
    for (Group group : Group.values()) {
      NAMES.addAll(group.names());
    }
  }

  private static final Set<String> HELP_OPTIONS = Set.of("-h", "--help", "-V", "--version");

  private Commands() {}

  /**
   * Returns the command line for some arguments. It has only the subcommand that the first argument
   * names, or none for {@code --version}, since setting up a subcommand takes time.
   */
  static CommandLine commandLine(Streams streams, String... args) {
    return commandLine(streams, Optional.empty(), args);
  }

  /**
   * As {@link #commandLine(Streams, String...)}.
   *
   * @param openHeap the heap to answer from, in a server
   */
  static CommandLine commandLine(Streams streams, Optional<OpenHeap> openHeap, String... args) {
    CommandLine line = new CommandLine(Godump.spec(streams, openHeap));
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
    line.setHelpFactory(new HelpText.Factory());
    return line;
  }

  /**
   * Returns the arguments with {@code summary} before them if they have no subcommand and end with
   * a file.
   */
  static String[] withDefault(String... args) {
    if (args.length == 0 || NAMES.contains(args[0]) || HELP_OPTIONS.contains(args[0])) {
      return args;
    }
    String last = args[args.length - 1];
    boolean isOption = args[0].startsWith("-") && args[0].length() > 1;
    boolean namesFile = isOption ? isFile(last) : isFile(args[0]) || args[0].matches(".*[./].*");
    if (!namesFile || !Collections.disjoint(NAMES, List.of(args))) {
      return args;
    }
    String[] full = new String[args.length + 1];
    full[0] = "summary";
    System.arraycopy(args, 0, full, 1, args.length);
    return full;
  }

  private static boolean isFile(String name) {
    return name.equals("-") || new File(name).exists();
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
      case "sql" -> new SqlCommand();
      case "waste" -> new WasteCommand();
      case "dominators" -> new DominatorsCommand();
      case "index" -> new IndexCommand();
      case "roots" -> new RootsCommand();
      case "types" -> new TypesCommand();
      case "itabs" -> new ItabsCommand();
      case "memstats" -> new MemStatsCommand();
      case "spans" -> new SpansCommand();
      case "memprof" -> new MemProfCommand();
      case "finalizers" -> new FinalizersCommand();
      case "threads" -> new ThreadsCommand();
      case "params" -> new ParamsCommand();
      case "records" -> new RecordsCommand();
      case "diff" -> new DiffCommand();
      case "serve" -> new ServeCommand();
      case "report" -> new ReportCommand();
      case "flamegraph" -> new FlamegraphCommand();
      case "dump" -> new WriteDumpCommand();
      case "export" -> new ExportCommand();
      case "what-if" -> new WhatIfCommand();
      case "schema" -> new SchemaCommand();
      case "completion" -> new CompletionCommand();
      case "help" -> new HelpCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
