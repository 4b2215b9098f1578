package dev.godump.cli;

import java.util.List;
import java.util.Optional;

/** A subcommand whose operands are {@code [OPERAND] DUMP}. */
abstract class OptionalOperandCommand extends GraphCommand {
  /** The operands: none, the dump, or an operand and the dump. */
  abstract List<String> operands();

  /** The operand before the dump, if there is one. */
  final Optional<String> operand() {
    return operands().size() > 1 ? Optional.of(operands().get(0)) : Optional.empty();
  }

  @Override
  final String dump() {
    return operands().isEmpty() ? "" : operands().get(operands().size() - 1);
  }
}
