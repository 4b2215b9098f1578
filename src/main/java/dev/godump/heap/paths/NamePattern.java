package dev.godump.heap.paths;

import dev.godump.types.program.ShortName;

/**
 * A pattern for names of types, shapes, functions or roots: a regular expression to find in the
 * name, with or without the paths of packages; or the name itself as godump shows it, so that
 * {@code bss+0x40} matches literally.
 *
 * @param text as given
 * @param regex the same, compiled
 */
public record NamePattern(String text, BoundedRegex regex) {

  /**
   * @throws java.util.regex.PatternSyntaxException if the text is not a regular expression
   */
  public static NamePattern of(String text) {
    return new NamePattern(text, BoundedRegex.of(text));
  }

  /** Whether a name matches. */
  public boolean matches(String name) {
    return name.equals(text) || regex.find(name) || regex.find(ShortName.of(name));
  }
}
