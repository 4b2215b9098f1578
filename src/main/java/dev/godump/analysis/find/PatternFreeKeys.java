package dev.godump.analysis.find;

import dev.godump.io.BytePattern;
import dev.godump.types.value.GoValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/**
 * Selects the keys of maps that an answer can show without showing a pattern: whole strings that
 * have no match, and numbers that are shorter than every pattern.
 */
public final class PatternFreeKeys implements Predicate<GoValue> {
  /** Bytes of the longest number. */
  private static final int NUMBER = 8;

  private final List<BytePattern> patterns;

  public PatternFreeKeys(List<BytePattern> patterns) {
    this.patterns = patterns;
  }

  @Override
  public boolean test(GoValue key) {
    if (key instanceof GoValue.Text text) {
      byte[] bytes = text.text().getBytes(StandardCharsets.UTF_8);
      return text.whole() && patterns.stream().noneMatch(pattern -> isIn(pattern, bytes));
    }
    return key instanceof GoValue.Scalar
        && patterns.stream().allMatch(pattern -> pattern.length() > NUMBER);
  }

  private static boolean isIn(BytePattern pattern, byte[] bytes) {
    boolean[] found = {false};
    pattern.search(bytes, bytes.length, at -> found[0] = true);
    return found[0];
  }
}
