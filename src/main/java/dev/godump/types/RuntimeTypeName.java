package dev.godump.types;

import dev.godump.types.program.SyncMapParts;
import java.util.Optional;
import java.util.Set;

/**
 * The name of an object that is a part of a map or a channel. The runtime has no type descriptors
 * of these, and the compiler's names, such as {@code group<string,int>}, differ between releases.
 * So godump names them by the map or channel: the header is {@code map[string]int}, its other parts
 * {@code map[string]int groups}.
 *
 * @param mapOrChannel the name of the map's or channel's type: {@code map[string]int}
 */
public record RuntimeTypeName(Part part, String mapOrChannel) {
  private static final String VARIABLE = " variable";
  private static final String MAP_START = "map[";
  private static final String CHANNEL_START = "chan ";

  /**
   * Structures that only the runtime creates, as parts of a map. The linker may give them another
   * value type.
   */
  private static final Set<String> ONLY_IN_MAPS =
      Set.of("runtime.bmap", "runtime.mapextra", "internal/runtime/maps.table");

  /** The parts that have names. */
  public enum Part {
    /** The header of a map. */
    MAP(""),
    /** The pointers to the tables of a Swiss map. */
    DIRECTORY(" directory"),
    TABLE(" table"),
    GROUP(" groups"),
    BUCKET(" buckets"),
    /** The header of a channel. */
    CHANNEL("");

    private final String suffix;

    Part(String suffix) {
      this.suffix = suffix;
    }

    private static Optional<Part> ofCompilersName(String name) {
      return Optional.ofNullable(
          switch (name) {
            case "hash", "map" -> MAP;
            case "*table" -> DIRECTORY;
            case "table" -> TABLE;
            case "group" -> GROUP;
            case "bucket" -> BUCKET;
            case "hchan" -> CHANNEL;
            default -> null;
          });
    }
  }

  /**
   * Parses the name of an object's type.
   *
   * @return empty if the name is that of another type
   */
  public static Optional<RuntimeTypeName> parse(String name) {
    if (name.endsWith(VARIABLE)) {
      return Optional.empty();
    }
    if (name.startsWith(CHANNEL_START)) {
      return Optional.of(new RuntimeTypeName(Part.CHANNEL, name));
    }
    if (!name.startsWith(MAP_START)) {
      return Optional.empty();
    }
    for (Part part : Part.values()) {
      if (!part.suffix.isEmpty() && name.endsWith(part.suffix)) {
        String map = name.substring(0, name.length() - part.suffix.length());
        return Optional.of(new RuntimeTypeName(part, map));
      }
    }
    return Optional.of(new RuntimeTypeName(Part.MAP, name));
  }

  /** Whether the part is one of a map. */
  public boolean isMap() {
    return part != Part.CHANNEL;
  }

  /**
   * Whether an object with a type of this name is the header of a map. That of a sync.Map inside
   * another object is what the sync.Map points at.
   */
  public static boolean isMapHeader(String name) {
    return SyncMapParts.isMap(name)
        || SyncMapParts.isHeader(name)
        || parse(name).filter(type -> type.part == Part.MAP).isPresent();
  }

  /**
   * The type of the map that an object with a type of this name is the header of, or another part:
   * {@code map[string]int} for {@code map[string]int groups}, {@code sync.Map} for its nodes.
   *
   * @return empty if the name is that of another type
   */
  public static Optional<String> mapOf(String name) {
    return SyncMapParts.mapOf(name)
        .or(
            () ->
                parse(name)
                    .filter(RuntimeTypeName::isMap)
                    .map(RuntimeTypeName::mapOrChannel)
                    .map(map -> SyncMapParts.mapOf(map).orElse(map)));
  }

  /**
   * Whether an object with a type of this name is a part of a map that only the map's header leads
   * to: such a part, a structure that the runtime uses only there, a pointer to one, or an array of
   * such.
   */
  public static boolean isInsideMap(String name) {
    if (SyncMapParts.isInside(name)) {
      return true;
    }
    Optional<RuntimeTypeName> part = parse(name);
    if (part.isPresent()) {
      return part.get().isMap() && part.get().part != Part.MAP;
    }
    int start = 0;
    while (name.startsWith("[", start)) {
      int end = start + 1;
      while (end < name.length() && Character.isDigit(name.charAt(end))) {
        end++;
      }
      if (!name.startsWith("]", end)) {
        return false;
      }
      start = end + 1;
    }
    return ONLY_IN_MAPS.contains(name.substring(name.startsWith("*", start) ? start + 1 : start));
  }

  /**
   * Names an object with several values of a type. One that holds a variable of a map's or
   * channel's type is {@code map[string]int variable}, as it is not the map.
   *
   * @param element the type's name, for a part of a map or channel as the compiler writes it
   */
  public static String ofObject(String element, long count) {
    Optional<String> part = nameOfPart(element);
    if (part.isPresent()) {
      return part.get();
    }
    if (count != 1) {
      return ArrayName.of(element, count);
    }
    return element.startsWith(MAP_START) || element.startsWith(CHANNEL_START)
        ? element + VARIABLE
        : element;
  }

  /**
   * Returns the name of a type, with godump's names of parts of maps and channels in place of the
   * compiler's: {@code *map[string]int groups} for {@code *group<string,int>}.
   */
  public static String shown(String type) {
    if (!type.endsWith(">")) {
      return type;
    }
    int start = 0;
    while (start < type.length() && nameOfPart(type.substring(start)).isEmpty()) {
      if (type.charAt(start) == '*') {
        start++;
      } else if (type.charAt(start) == '[' && type.indexOf(']', start) > 0) {
        start = type.indexOf(']', start) + 1;
      } else {
        return type;
      }
    }
    return type.substring(0, start) + nameOfPart(type.substring(start)).orElse("");
  }

  private static Optional<String> nameOfPart(String compilersName) {
    int open = compilersName.indexOf('<');
    if (open < 0 || !compilersName.endsWith(">")) {
      return Optional.empty();
    }
    String arguments = compilersName.substring(open + 1, compilersName.length() - 1);
    return Part.ofCompilersName(compilersName.substring(0, open))
        .map(
            part ->
                part == Part.CHANNEL
                    ? CHANNEL_START
                        + (arguments.startsWith("<-") ? "(" + arguments + ")" : arguments)
                    : map(arguments) + part.suffix);
  }

  /** Returns {@code map[K]V} for {@code K,V}; other commas are inside brackets. */
  private static String map(String arguments) {
    int depth = 0;
    for (int i = 0; i < arguments.length(); i++) {
      char c = arguments.charAt(i);
      depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
      if (c == ',' && depth == 0) {
        return MAP_START + arguments.substring(0, i) + "]" + arguments.substring(i + 1);
      }
    }
    return MAP_START + arguments + "]";
  }
}
