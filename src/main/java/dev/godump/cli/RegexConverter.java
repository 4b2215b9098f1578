package dev.godump.cli;

import dev.godump.heap.paths.BoundedRegex;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a regular expression in the syntax of {@link java.util.regex.Pattern}. */
final class RegexConverter implements ITypeConverter<BoundedRegex> {
  @Override
  public BoundedRegex convert(String text) {
    try {
      return BoundedRegex.of(text);
    } catch (PatternSyntaxException e) {
      throw malformed(text, e);
    }
  }

  static TypeConversionException malformed(String text, PatternSyntaxException e) {
    return new TypeConversionException(
        "'" + text + "' is not a regular expression: " + e.getDescription());
  }
}
