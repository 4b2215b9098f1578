package dev.godump.cli;

import dev.godump.heap.paths.NamePattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;

/** Converts a regular expression, or a name as godump shows it. */
final class NamePatternConverter implements ITypeConverter<NamePattern> {
  @Override
  public NamePattern convert(String text) {
    try {
      return NamePattern.of(text);
    } catch (PatternSyntaxException e) {
      throw RegexConverter.malformed(text, e);
    }
  }
}
