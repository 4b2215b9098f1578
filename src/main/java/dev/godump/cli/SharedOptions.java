package dev.godump.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options that say how dumps are read, for the commands that a command runs. */
final class SharedOptions {
  private static final Set<String> NAMES =
      Set.of(
          "--exe",
          "--no-exe",
          "--index-dir",
          "--no-index",
          "--off-heap",
          "--max-unpacked",
          "--redact");

  private SharedOptions() {}

  /** Returns those of a command line that was parsed, as words of another. */
  static List<String> of(CommandSpec command) {
    List<String> shared = new ArrayList<>();
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      if (NAMES.contains(option.longestName())) {
        boolean flag = option.arity().max() == 0;
        shared.add(option.longestName() + (flag ? "" : "=" + option.originalStringValues().get(0)));
      }
    }
    return shared;
  }
}
