package dev.godump.types;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of what a sync.Map is made of. From Go 1.24 on it is a trie of nodes and entries
 * (internal/sync/hashtriemap.go); before, two maps of entries that point at interfaces
 * (sync/map.go).
 */
public final class SyncMapParts {
  private static final String NODE = "internal/sync.indirect[";
  private static final String NODE_ENTRY = "internal/sync.entry[";
  private static final String READ_ONLY = "sync.readOnly";
  private static final String MAP = "map[interface {}]*sync.entry";
  private static final String ENTRY = "sync.entry";

  private static final Set<String> HEADERS =
      Set.of(NODE + "interface {},interface {}]", READ_ONLY, MAP);

  /** The fields of a sync.Map that lead to its entries. */
  private static final Pattern FIELD =
      Pattern.compile("(\\.m\\.root(\\.v)?|\\.dirty|\\.read(\\.v)?(\\.m)?)$");

  private SyncMapParts() {}

  /** Whether a type is that of an object that a sync.Map points at, or a node below it. */
  public static boolean isHeader(String type) {
    return isNode(type) || type.equals(READ_ONLY) || type.equals(MAP);
  }

  /** Whether a type is that of a node of a trie. */
  public static boolean isNode(String type) {
    return type.startsWith(NODE);
  }

  /** Whether a type is that of a part that only such a header leads to. */
  public static boolean isInside(String type) {
    return isNode(type) || type.startsWith(NODE_ENTRY) || type.equals(MAP) || isEntry(type);
  }

  /** Whether a type is that of an entry up to Go 1.23. */
  public static boolean isEntry(String type) {
    return type.equals(ENTRY);
  }

  /** Whether a type is that of what an {@linkplain #isEntry entry} points at. */
  public static boolean isBox(String type) {
    return type.equals("interface {}");
  }

  /** The name of a map with a header of a type: {@code sync.Map}, or the type of other maps. */
  public static String mapOf(String header) {
    return HEADERS.contains(header) ? "sync.Map" : header;
  }

  /** The sync.Map that has a field: {@code main.sessions} for {@code main.sessions.dirty}. */
  public static String withoutField(String expression) {
    return FIELD.matcher(expression).replaceFirst("");
  }
}
