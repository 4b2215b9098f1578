package dev.godump.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Suggests options for one that a command doesn't have. */
final class UnknownOption {
  /** Names that other tools give to options of godump. */
  private static final Map<String, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("--limit", "--top"),
          Map.entry("--rows", "--top"),
          Map.entry("--max", "--top"),
          Map.entry("-n", "--top"),
          Map.entry("--group", "--by"),
          Map.entry("--group-by", "--by"),
          Map.entry("--order", "--sort"),
          Map.entry("--binary", "--exe"),
          Map.entry("--executable", "--exe"),
          Map.entry("--csv", "--format"),
          Map.entry("--markdown", "--format"),
          Map.entry("--no-color", "--color"));

  private UnknownOption() {}

  /** Returns what to say after the name of an unknown option, or an empty string. */
  static String hint(CommandLine line, String name) {
    Set<String> known = line.getCommandSpec().optionsMap().keySet();
    String other = OTHER_NAMES.get(name);
    if (other != null && known.contains(other)) {
      return DidYouMean.question(other, List.of(other));
    }
    List<String> visible =
        line.getCommandSpec().options().stream()
            .filter(option -> !option.hidden())
            .map(OptionSpec::longestName)
            .toList();
    String question = DidYouMean.question(name, visible);
    boolean misplaced = question.isEmpty() && line.getParent() == null;
    return misplaced ? "; options follow the command" : question;
  }
}
