package dev.godump.cli;

import dev.godump.binary.type.GoType;
import dev.godump.cli.Errors.OperandException;
import dev.godump.heap.paths.TypePattern;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.program.ShortName;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks names of types that options give, and suggests similar ones. */
final class TypeSelection {
  private static final int MAX_SUGGESTIONS = 3;

  /** Longer names are not compared: the time grows with the square of the length. */
  private static final int MAX_LENGTH = 200;

  private static final String LISTED = "godump histogram lists those of objects";

  private TypeSelection() {}

  /**
   * Checks that a pattern selects a type of the dump or of the executable.
   *
   * @throws OperandException if it selects none; the message suggests similar names
   */
  static void requireKnown(HeapTypes types, TypePattern pattern) throws OperandException {
    if (pattern.isKnownIn(types)) {
      return;
    }
    throw new OperandException(
        "no type "
            + (pattern.pattern() == null ? "is called '" : "matches '")
            + pattern.text()
            + "'; "
            + (pattern.pattern() == null ? hint(types, pattern.text()) : LISTED));
  }

  /**
   * Returns a question with the types that a name may stand for: instances of a generic type, types
   * that functions declare, and those with similar names; if there are none, which command lists
   * types.
   */
  static String hint(HeapTypes types, String name) {
    List<String> similar = similar(types, name);
    return similar.isEmpty() ? LISTED : "did you mean " + String.join(", ", similar) + "?";
  }

  /** The package and the last part of a name, as {@code main.node} of {@code main.f.node}. */
  private static String withoutFunction(String name) {
    int first = name.indexOf('.', name.lastIndexOf('/') + 1);
    int last = name.lastIndexOf('.');
    return 0 <= first && first < last && name.indexOf('[') < 0
        ? name.substring(0, first) + name.substring(last)
        : name;
  }

  private record Suggestion(String name, int distance) {}

  private static List<String> similar(HeapTypes types, String text) {
    String wanted = text.substring(0, Math.min(text.length(), MAX_LENGTH)).toLowerCase(Locale.ROOT);
    int most = Math.max(2, wanted.length() / 4);
    return Stream.concat(
            types.distinctTypes().stream().map(ObjectType::name),
            types.describedTypes().map(GoType::name))
        .map(ShortName::of)
        .filter(name -> name.length() <= MAX_LENGTH && !name.contains("go.shape."))
        .distinct()
        .map(name -> new Suggestion(name, distance(name.toLowerCase(Locale.ROOT), wanted)))
        .filter(suggestion -> suggestion.distance <= most)
        .sorted(Comparator.comparingInt(Suggestion::distance).thenComparing(Suggestion::name))
        .limit(MAX_SUGGESTIONS)
        .map(Suggestion::name)
        .collect(Collectors.toList());
  }

  /**
   * The number of edits between two names; 1 if only the package is missing from one, or type
   * arguments, or the function that one of them has.
   */
  private static int distance(String name, String wanted) {
    if (name.endsWith("." + wanted)
        || name.startsWith(wanted + "[")
        || withoutFunction(name).equals(withoutFunction(wanted))) {
      return 1;
    }
    int[] row = new int[wanted.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= name.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (name.charAt(i - 1) == wanted.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[wanted.length()];
  }
}
