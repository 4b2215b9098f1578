package dev.godump.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A subcommand whose operands are {@code [OPERAND] DUMP}, in either order: only the dump is the
 * name of a file.
 */
abstract class OptionalOperandCommand extends GraphCommand {
  /** Returns nothing, the dump, or an operand and the dump. */
  abstract List<String> operands();

  /** Returns the operand beside the dump. */
  final Optional<String> operand() {
    return operands().size() > 1
        ? Optional.of(operands().get(isDumpFirst() ? 1 : 0))
        : Optional.empty();
  }

  @Override
  public final String dump() {
    return operands().isEmpty() ? "" : operands().get(isDumpFirst() ? 0 : operands().size() - 1);
  }

  private boolean isDumpFirst() {
    // a server puts the dump last, and an operand of a request is never looked up as a file
    return operands().size() > 1
        && openHeap().isEmpty()
        && isFile(operands().get(0))
        && !isFile(operands().get(1));
  }

  private static boolean isFile(String name) {
    try {
      return Files.exists(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
