package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.types.value.Limits;
import picocli.CommandLine.Option;

/** The options that limit how much of values is shown. */
final class ValueOptions {
  /** Bytes of a string shown for each element that {@code --elements} allows. */
  private static final int TEXT_BYTES = 16;

  /** The elements that are shown unless {@code --elements} is given. */
  private static final int DEFAULT_ELEMENTS = 8;

  /** How much of values is shown without these options. */
  static final Limits DEFAULT_LIMITS =
      new Limits(DEFAULT_ELEMENTS, DEFAULT_ELEMENTS * TEXT_BYTES, 0);

  /** More levels and elements are unreadable as text. */
  private static final int MAX_EXPANSION = 40;

  private static final int MAX_ELEMENTS = 1 << 20;

  @Option(
      names = "--expand",
      paramLabel = "N",
      defaultValue = "0",
      description = "Follow pointers N levels deep. Default: ${DEFAULT-VALUE}.")
  private int expand;

  @Option(
      names = "--elements",
      paramLabel = "N",
      defaultValue = "" + DEFAULT_ELEMENTS,
      description =
          "Show N elements of slices, maps and the like, and 16 bytes of a string for each."
              + " Default: ${DEFAULT-VALUE}.")
  private int elements;

  /**
   * @throws OperandException if a number is negative
   */
  Limits limits() throws OperandException {
    if (expand < 0 || elements < 0) {
      throw new OperandException("--expand and --elements must not be negative");
    }
    int shown = Math.min(elements, MAX_ELEMENTS);
    return new Limits(
        shown, Math.max(TEXT_BYTES, shown * TEXT_BYTES), Math.min(expand, MAX_EXPANSION));
  }
}
