package dev.godump.binary.type;

import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import java.util.List;

/**
 * Buckets of maps up to Go 1.23 whose descriptors have no fields: those of maps that package
 * reflect has made (reflect/type.go bucketOf).
 */
final class MapBuckets {
  private static final int ENTRIES = 8;

  private MapBuckets() {}

  /**
   * The type of a map's buckets.
   *
   * @param size bytes of one
   * @param word bytes of a pointer
   * @return null if keys and elements don't fill it
   */
  static GoType of(GoType key, GoType elem, long size, int word) {
    GoType keys = eight(outside(key, word));
    GoType elems = eight(outside(elem, word));
    long end = ENTRIES + keys.size() + elems.size();
    if (size < end + word || size > end + 2L * word) {
      return null;
    }
    List<Field> fields =
        List.of(
            new Field(
                "topbits",
                0,
                eight(new GoType("uint8", Kind.UINT8, 1, 0, () -> Parts.NONE)),
                false),
            new Field("keys", ENTRIES, keys, false),
            new Field("elems", ENTRIES + keys.size(), elems, false),
            new Field(
                "overflow",
                size - word,
                new GoType("unsafe.Pointer", Kind.UNSAFE_POINTER, word, 0, () -> Parts.NONE),
                false));
    return new GoType(
        "bucket<" + key.name() + "," + elem.name() + ">",
        Kind.STRUCT,
        size,
        0,
        () -> Parts.struct(fields));
  }

  private static GoType outside(GoType type, int word) {
    boolean large = type.size() > TypeNames.LARGEST_IN_MAP;
    return large
        ? new GoType("*" + type.name(), Kind.POINTER, word, 0, () -> Parts.of(type))
        : type;
  }

  private static GoType eight(GoType type) {
    return new GoType(
        "[" + ENTRIES + "]" + type.name(),
        Kind.ARRAY,
        ENTRIES * type.size(),
        0,
        () -> new Parts(type, null, ENTRIES, List.of(), null, 0));
  }
}
