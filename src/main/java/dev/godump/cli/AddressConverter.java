package dev.godump.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts an address in hexadecimal, with or without {@code 0x}. */
final class AddressConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    try {
      String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
      return Long.parseUnsignedLong(digits, 16);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not an address (expected hex)");
    }
  }
}
