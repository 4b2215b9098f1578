package dev.godump.cli;

import dev.godump.heap.paths.TypePattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;

/** Converts the name of a type, or a regular expression between slashes. */
final class TypePatternConverter implements ITypeConverter<TypePattern> {
  /** What to give, for the help of options. */
  static final String HELP =
      "A name, such as main.item or *http.Request, or a /REGEX/; []main.item is of any length.";

  @Override
  public TypePattern convert(String text) {
    try {
      return TypePattern.of(text);
    } catch (PatternSyntaxException e) {
      throw RegexConverter.malformed(text, e);
    }
  }
}
