package dev.godump.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A percentage above 0, such as {@code 10}, {@code 2.5} or {@code 10%}. */
final class PercentConverter implements ITypeConverter<Double> {
  @Override
  public Double convert(String text) {
    String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    try {
      double percent = Double.parseDouble(number.trim());
      if (percent > 0 && percent <= 100) {
        return percent;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new TypeConversionException("'" + text + "' is no percentage above 0 and up to 100");
  }
}
