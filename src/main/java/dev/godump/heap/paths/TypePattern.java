package dev.godump.heap.paths;

import dev.godump.types.ArrayName;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.program.ShortName;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Selects types by name. {@code main.item} is that type only, not pointers to it or maps of it; a
 * name may lack the paths of packages, as in Go code: {@code *http.Request}. {@code []main.item} is
 * every array of such values that a slice can point at, whatever its length, and {@code string
 * bytes} the bytes that only strings point at. {@code byte} and {@code rune} are {@code uint8} and
 * {@code int32}, as in Go. Between slashes, a regular expression to find in the name: {@code
 * /^main\\./}.
 *
 * @param text as given
 * @param wanted the text with the types that its aliases stand for
 * @param pattern the regular expression between slashes; null for a name
 */
public record TypePattern(String text, String wanted, @Nullable NamePattern pattern) {
  /** A name of the language, not one of a package or a part of another name. */
  private static final String ALIAS = "(?<![\\w./])%s(?![\\w./])";

  private static final Pattern BYTE = Pattern.compile(ALIAS.formatted("byte"));
  private static final Pattern RUNE = Pattern.compile(ALIAS.formatted("rune"));

  /**
   * @throws PatternSyntaxException if the text between slashes is not a regular expression
   */
  public static TypePattern of(String text) {
    boolean regex = text.length() > 2 && text.startsWith("/") && text.endsWith("/");
    return new TypePattern(
        text,
        withoutAliases(text),
        regex ? NamePattern.of(text.substring(1, text.length() - 1)) : null);
  }

  private static String withoutAliases(String name) {
    if (!name.contains("byte") && !name.contains("rune")) {
      return name;
    }
    return RUNE.matcher(BYTE.matcher(name).replaceAll("uint8")).replaceAll("int32");
  }

  /** Whether the type with a name is selected. */
  public boolean matches(String name) {
    if (pattern != null) {
      return pattern.matches(name);
    }
    String full = withoutAliases(name);
    return isNamed(full) || isNamed(ArrayName.withoutLength(full));
  }

  private boolean isNamed(String name) {
    return name.endsWith(lastCharacter())
        && (name.equals(wanted) || ShortName.of(name).equals(wanted));
  }

  private String lastCharacter() {
    return wanted.substring(Math.max(0, wanted.length() - 1));
  }

  /** Whether an object has a selected type, or the executable describes one. */
  public boolean isKnownIn(HeapTypes types) {
    return types.distinctTypes().stream().map(ObjectType::name).anyMatch(this::matches)
        || types.describedTypes().anyMatch(type -> matches(type.name()));
  }
}
