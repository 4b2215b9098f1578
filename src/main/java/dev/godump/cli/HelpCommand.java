package dev.godump.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

@Command(
    name = "help",
    helpCommand = true,
    description = "Show help for a command, or the options that commands share.",
    footer = {"", "Examples:", "  godump help retainers", "  godump help options"})
final class HelpCommand implements Callable<Integer> {
  private static final String OPTIONS = "options";

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "The command, or \"" + OPTIONS + "\".")
  private List<String> topic = List.of();

  @Override
  public Integer call() {
    CommandLine line = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    if (topic.equals(List.of(OPTIONS))) {
      // summary has every common option
      out.print(HelpText.of(requireNonNull(line.getSubcommands().get("summary"))).commonOptions());
      out.flush();
      return 0;
    }
    for (String name : topic) {
      CommandLine subcommand = line.getSubcommands().get(name);
      if (subcommand == null) {
        throw new UnmatchedArgumentException(line, List.of(name));
      }
      line = subcommand;
    }
    line.usage(out);
    return 0;
  }
}
