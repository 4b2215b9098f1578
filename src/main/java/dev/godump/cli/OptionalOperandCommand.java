package dev.godump.cli;

import java.util.List;
import java.util.Optional;

/** A subcommand whose operands are {@code [OPERAND] DUMP}. */
abstract class OptionalOperandCommand extends GraphCommand {
  /** Returns nothing, the dump, or an operand and the dump. */
  abstract List<String> operands();

  /** Returns the operand before the dump. */
  final Optional<String> operand() {
    return operands().size() > 1 ? Optional.of(operands().get(0)) : Optional.empty();
  }

  @Override
  final String dump() {
    return operands().isEmpty() ? "" : operands().get(operands().size() - 1);
  }
}
