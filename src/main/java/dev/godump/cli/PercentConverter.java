package dev.godump.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a percentage from 0 to 100, such as {@code 10}, {@code 2.5} or {@code 10%}. */
final class PercentConverter implements ITypeConverter<Double> {
  @Override
  public Double convert(String text) {
    double percent = parse(text);
    if (percent >= 0 && percent <= 100) {
      return percent;
    }
    throw new TypeConversionException("'" + text + "' is not a percentage from 0 to 100");
  }

  /** Returns NaN if the text is not a number. */
  private static double parse(String text) {
    String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    try {
      return Double.parseDouble(number.trim());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Converts a percentage above 0 and up to 100. */
  static final class AboveZero implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double percent = parse(text);
      if (percent > 0 && percent <= 100) {
        return percent;
      }
      throw new TypeConversionException("'" + text + "' is not a percentage above 0 and up to 100");
    }
  }
}
