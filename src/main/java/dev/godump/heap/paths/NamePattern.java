package dev.godump.heap.paths;

import dev.godump.types.program.ShortName;
import java.util.regex.Pattern;

/**
 * What a person gives to name types, shapes, functions or places: a regular expression of which the
 * name has a match, with the paths of packages or without, or the name itself as godump shows it,
 * so that {@code bss+0x40} means what it says.
 *
 * @param text as given
 * @param regex the same, compiled
 */
public record NamePattern(String text, Pattern regex) {

  /**
   * @throws java.util.regex.PatternSyntaxException if it is no regular expression
   */
  public static NamePattern of(String text) {
    return new NamePattern(text, Pattern.compile(text));
  }

  /** Whether a name is meant. */
  public boolean matches(String name) {
    return name.equals(text)
        || regex.matcher(name).find()
        || regex.matcher(ShortName.of(name)).find();
  }
}
