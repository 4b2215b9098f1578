package dev.godump.types;

import java.util.Optional;

/**
 * The parsed name of a part of a map or channel. The runtime has no type descriptor for each map's
 * and channel's parts, so godump names them by the part and the types of keys and elements: {@code
 * bucket<string,int>}, {@code hchan<int>}.
 *
 * @param arguments the type names in angle brackets: {@code string,int}
 */
public record RuntimeTypeName(Part part, String arguments) {

  /** The parts that have names. */
  public enum Part {
    /** The header of a Swiss map. */
    MAP("map"),
    /** The header of a map of buckets. */
    HASH("hash"),
    TABLE("table"),
    GROUP("group"),
    BUCKET("bucket"),
    /** The header of a channel. */
    CHANNEL("hchan");

    private final String label;

    Part(String label) {
      this.label = label;
    }
  }

  /**
   * Parses the name of a part. For parts of maps, also parses the names of arrays of them and of
   * pointers to them, such as {@code [8]*table<string,int>}.
   *
   * @return empty if the name is that of another type
   */
  public static Optional<RuntimeTypeName> parse(String name) {
    int start = startOfElement(name);
    int open = name.indexOf('<', start);
    if (open < 0 || !name.endsWith(">")) {
      return Optional.empty();
    }
    for (Part part : Part.values()) {
      boolean matches = open - start == part.label.length() && name.startsWith(part.label, start);
      if (matches && (start == 0 || part != Part.CHANNEL)) {
        return Optional.of(new RuntimeTypeName(part, name.substring(open + 1, name.length() - 1)));
      }
    }
    return Optional.empty();
  }

  /** The index after the length of an array and the star of a pointer. */
  private static int startOfElement(String name) {
    int at = 0;
    if (name.startsWith("[")) {
      int close = name.indexOf(']');
      boolean length = close > 1 && name.substring(1, close).chars().allMatch(Character::isDigit);
      at = length ? close + 1 : 0;
    }
    return name.startsWith("*", at) ? at + 1 : at;
  }

  /** Whether the part is one of a map. */
  public boolean isMap() {
    return part != Part.CHANNEL;
  }
}
