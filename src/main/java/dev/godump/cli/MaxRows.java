package dev.godump.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How many rows to show at most: the value of {@code --top}.
 *
 * @param rows 0 for all
 */
record MaxRows(int rows) {
  /** Converts 0 and positive numbers. */
  static final class Converter implements ITypeConverter<MaxRows> {
    @Override
    public MaxRows convert(String text) {
      try {
        long rows = Long.parseLong(text);
        if (rows >= 0) {
          return new MaxRows((int) Math.min(rows, Integer.MAX_VALUE));
        }
      } catch (NumberFormatException e) {
        // reported below
      }
      throw new TypeConversionException("'" + text + "' is not a number of rows (0 for all)");
    }
  }
}
