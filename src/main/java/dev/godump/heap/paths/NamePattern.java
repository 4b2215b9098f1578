package dev.godump.heap.paths;

import dev.godump.types.program.ShortName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/**
 * A pattern for names of types, shapes, functions or roots: a regular expression to find in the
 * name, with or without the paths of packages; or the name itself as godump shows it, so that
 * {@code bss+0x40} matches literally.
 *
 * @param text as given
 * @param regex the same, compiled
 */
public record NamePattern(String text, Pattern regex) {

  /**
   * @throws java.util.regex.PatternSyntaxException if the text is not a regular expression
   */
  public static NamePattern of(String text) {
    return new NamePattern(text, Pattern.compile(text));
  }

  /** Whether a name matches. */
  public boolean matches(String name) {
    try {
      return name.equals(text)
          || regex.matcher(name).find()
          || regex.matcher(ShortName.of(name)).find();
    } catch (StackOverflowError e) {
      throw new UncheckedIOException(
          new IOException(
              "a name of "
                  + name.length()
                  + " characters is too long for the regular expression "
                  + text));
    }
  }
}
