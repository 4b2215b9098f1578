package dev.godump.cli;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How many rows to show at most: the value of {@code --top} and {@code --limit}.
 *
 * @param rows 0 for all
 */
record MaxRows(int rows) {
  /** The first rows of a list, no more than the limit. */
  <T> List<T> firstOf(List<T> all) {
    return rows == 0 || rows >= all.size() ? all : all.subList(0, rows);
  }

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
