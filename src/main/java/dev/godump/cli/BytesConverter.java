package dev.godump.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts an amount of memory: {@code 4096}, {@code 64KiB}, {@code 1.5MB}, {@code 2g}. Units are
 * binary except {@code kB}, {@code MB}, {@code GB} and {@code TB}.
 */
final class BytesConverter implements ITypeConverter<Long> {
  private static final Pattern AMOUNT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]*)");
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("", 1L),
          Map.entry("b", 1L),
          Map.entry("k", 1L << 10),
          Map.entry("m", 1L << 20),
          Map.entry("g", 1L << 30),
          Map.entry("t", 1L << 40),
          Map.entry("kib", 1L << 10),
          Map.entry("mib", 1L << 20),
          Map.entry("gib", 1L << 30),
          Map.entry("tib", 1L << 40),
          Map.entry("kb", 1_000L),
          Map.entry("mb", 1_000_000L),
          Map.entry("gb", 1_000_000_000L),
          Map.entry("tb", 1_000_000_000_000L));

  @Override
  public Long convert(String text) {
    Matcher amount = AMOUNT.matcher(text.trim());
    Long unit = amount.matches() ? UNITS.get(amount.group(2).toLowerCase(Locale.ROOT)) : null;
    if (unit == null) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is not an amount of memory (expected bytes, or an amount such as 64KiB or 10MB)");
    }
    return Math.round(Double.parseDouble(amount.group(1)) * unit);
  }
}
