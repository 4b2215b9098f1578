package dev.godump.cli;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The number of rows to show, as {@code --top} and {@code --limit} take it.
 *
 * @param rows at most this many, or 0 for all
 */
record RowLimit(int rows) {
  /** The first rows of a list, as many as the limit lets through. */
  <T> List<T> firstOf(List<T> all) {
    return rows == 0 || rows >= all.size() ? all : all.subList(0, rows);
  }

  /** Converts 0 and positive numbers. */
  static final class Converter implements ITypeConverter<RowLimit> {
    @Override
    public RowLimit convert(String text) {
      try {
        long rows = Long.parseLong(text);
        if (rows >= 0) {
          return new RowLimit((int) Math.min(rows, Integer.MAX_VALUE));
        }
      } catch (NumberFormatException e) {
        // reported below
      }
      throw new TypeConversionException("'" + text + "' is no number of rows, or 0 for all");
    }
  }
}
