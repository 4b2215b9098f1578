package dev.godump.types.program;

import java.util.Optional;
import java.util.Set;

/**
 * The names of what maps for concurrent use are made of. From Go 1.24 on, a sync.Map is a trie of
 * nodes and entries (internal/sync/hashtriemap.go; in Go 1.23 internal/concurrent, for package
 * unique). Before, it is two maps of entries that point at interfaces (sync/map.go).
 */
public final class SyncMapParts {
  private static final String SYNC_MAP = "sync.Map";
  private static final String TRIE = "HashTrieMap[";
  private static final String NODE = "indirect[";
  private static final String NODE_ENTRY = "entry[";
  private static final Set<String> PACKAGES = Set.of("internal/sync.", "internal/concurrent.");

  /** The type arguments of the trie of a sync.Map, with the end of the type's name. */
  private static final String ANY_TO_ANY = "interface {},interface {}]";

  private static final String READ_ONLY = "sync.readOnly";
  private static final String MAP = "map[interface {}]*sync.entry";
  private static final String ENTRY = "sync.entry";

  private SyncMapParts() {}

  /** Whether a type is a map for concurrent use: sync.Map or a trie. */
  public static boolean isMap(String type) {
    return type.equals(SYNC_MAP) || isOfTrie(type, TRIE);
  }

  /** Whether a type is that of an object that such a map points at, or a node below it. */
  public static boolean isHeader(String type) {
    return isNode(type) || isReadOnly(type) || type.equals(MAP);
  }

  /** Whether a type is that of what a sync.Map up to Go 1.23 is read by. */
  public static boolean isReadOnly(String type) {
    return type.equals(READ_ONLY);
  }

  /** Whether a type is that of a node of a trie. */
  public static boolean isNode(String type) {
    return isOfTrie(type, NODE);
  }

  /** Whether a type is that of a part that only such a header leads to. */
  public static boolean isInside(String type) {
    return isNode(type) || isNodeEntry(type) || type.equals(MAP) || isEntry(type);
  }

  /** Whether a type is that of an entry of a trie. */
  public static boolean isNodeEntry(String type) {
    return isOfTrie(type, NODE_ENTRY);
  }

  private static boolean isOfTrie(String type, String part) {
    int start = type.indexOf('.') + 1;
    return type.startsWith(part, start) && PACKAGES.contains(type.substring(0, start));
  }

  /** Whether a type is that of an entry up to Go 1.23. */
  public static boolean isEntry(String type) {
    return type.equals(ENTRY);
  }

  /** Whether a type is that of what an {@linkplain #isEntry entry} points at. */
  public static boolean isBox(String type) {
    return type.equals("interface {}");
  }

  /** The name of the map that an object with a type of this name is a part of. */
  public static Optional<String> mapOf(String type) {
    if (isReadOnly(type) || type.equals(MAP) || isEntry(type)) {
      return Optional.of(SYNC_MAP);
    }
    if (!isNode(type) && !isNodeEntry(type)) {
      return Optional.empty();
    }
    String arguments = type.substring(type.indexOf('[') + 1);
    String owner = type.substring(0, type.indexOf('.') + 1);
    return Optional.of(arguments.equals(ANY_TO_ANY) ? SYNC_MAP : owner + TRIE + arguments);
  }
}
