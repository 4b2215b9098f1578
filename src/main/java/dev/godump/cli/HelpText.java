package dev.godump.cli;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Member;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The help of a command: its own options only, with a line that refers to those that commands
 * share. The top-level help lists commands in groups.
 */
final class HelpText extends Help {
  /** The mixins whose options {@code godump help options} describes. */
  private static final Set<Class<?>> SHARED =
      Set.of(
          CommonOptions.class,
          Output.class,
          ExecutableOption.class,
          MemoryOptions.class,
          IndexOptions.class);

  private static final int INDENT = 2;

  private HelpText(CommandSpec spec, ColorScheme colours) {
    super(spec, colours);
  }

  /** Creates the help of every command. */
  static final class Factory implements IHelpFactory {
    @Override
    public Help create(CommandSpec spec, ColorScheme colours) {
      return new HelpText(spec, colours);
    }
  }

  static HelpText of(CommandLine line) {
    return new HelpText(line.getCommandSpec(), line.getColorScheme());
  }

  private static boolean isShared(OptionSpec option) {
    return option.userObject() instanceof Member field
        && SHARED.contains(field.getDeclaringClass());
  }

  private static boolean isHelp(OptionSpec option) {
    return option.usageHelp();
  }

  private List<OptionSpec> options(boolean shared) {
    return commandSpec().options().stream()
        .filter(option -> !option.hidden() && isShared(option) == shared)
        .toList();
  }

  @Override
  public String synopsis(int headingLength) {
    return abbreviatedSynopsis();
  }

  @Override
  public String description(Object... arguments) {
    return super.description(arguments) + System.lineSeparator();
  }

  @Override
  public String optionList() {
    String own = optionListExcludingGroups(options(false));
    boolean refers = options(true).stream().anyMatch(option -> !isHelp(option));
    return refers
        ? own
            + String.format(
                "%nFor --exe, --format and other options that commands share: godump help options%n")
        : own;
  }

  /** Returns the options that commands share, with their descriptions. */
  String commonOptions() {
    return String.format("Options that commands share:%n")
        + optionListExcludingGroups(options(true));
  }

  @Override
  public String commandList() {
    if (commandSpec().parent() != null) {
      return super.commandList();
    }
    int nameWidth =
        subcommands().keySet().stream().mapToInt(String::length).max().orElse(0) + 2 * INDENT;
    StringBuilder list = new StringBuilder();
    for (Commands.Group group : Commands.Group.values()) {
      list.append(
          String.format("%n%s:%n", colorScheme().ansi().string("@|bold " + group.title() + "|@")));
      TextTable table =
          TextTable.forColumns(
              colorScheme(),
              new Column(nameWidth, INDENT, Overflow.TRUNCATE),
              new Column(commandSpec().usageMessage().width() - nameWidth, INDENT, Overflow.WRAP));
      for (String name : group.names()) {
        Text description =
            colorScheme()
                .text(
                    requireNonNull(subcommands().get(name))
                        .commandSpec()
                        .usageMessage()
                        .description()[0]);
        table.addRowValues(colorScheme().commandText(name), description);
      }
      list.append(table);
    }
    return list.toString();
  }
}
