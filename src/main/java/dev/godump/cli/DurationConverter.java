package dev.godump.cli;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts a length of time as Go writes it, of one unit: {@code 500ms}, {@code 2s}, {@code 1m}.
 */
final class DurationConverter implements ITypeConverter<Duration> {
  private static final Pattern LENGTH = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m)");
  private static final Map<String, Long> NANOSECONDS =
      Map.of("ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L);

  @Override
  public Duration convert(String text) {
    Matcher length = LENGTH.matcher(text.trim());
    Long unit = length.matches() ? NANOSECONDS.get(length.group(2)) : null;
    if (unit == null) {
      throw new TypeConversionException(
          "'" + text + "' is not a length of time (expected one such as 500ms or 2s)");
    }
    return Duration.ofNanos(Math.round(Double.parseDouble(length.group(1)) * unit));
  }
}
