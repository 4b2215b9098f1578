package dev.godump.cli;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a regular expression in the syntax of {@link Pattern}. */
final class RegexConverter implements ITypeConverter<Pattern> {
  @Override
  public Pattern convert(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw malformed(text, e);
    }
  }

  static TypeConversionException malformed(String text, PatternSyntaxException e) {
    return new TypeConversionException(
        "'" + text + "' is not a regular expression: " + e.getDescription());
  }
}
