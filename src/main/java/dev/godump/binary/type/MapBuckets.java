package dev.godump.binary.type;

import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bucket types of maps that package reflect created, up to Go 1.23: their descriptors have no
 * fields (reflect/type.go bucketOf).
 */
final class MapBuckets {
  private static final int ENTRIES = 8;

  private MapBuckets() {}

  /**
   * Returns the type of a map's buckets.
   *
   * @param size bytes per bucket
   * @param wordSize bytes per pointer
   * @return null if keys and elements don't fill the bucket
   */
  static @Nullable GoType bucketOf(GoType key, GoType elem, long size, int wordSize) {
    GoType keys = GoType.arrayOf(storedType(key, wordSize), ENTRIES);
    GoType elems = GoType.arrayOf(storedType(elem, wordSize), ENTRIES);
    long end = ENTRIES + keys.size() + elems.size();
    if (size < end + wordSize || size > end + 2L * wordSize) {
      return null;
    }
    List<Field> fields =
        List.of(
            new Field(
                "topbits",
                0,
                GoType.arrayOf(new GoType("uint8", Kind.UINT8, 1, 0, () -> Parts.NONE), ENTRIES),
                false),
            new Field("keys", ENTRIES, keys, false),
            new Field("elems", ENTRIES + keys.size(), elems, false),
            new Field(
                "overflow",
                size - wordSize,
                new GoType("unsafe.Pointer", Kind.UNSAFE_POINTER, wordSize, 0, () -> Parts.NONE),
                false));
    return new GoType(
        "bucket<" + key.name() + "," + elem.name() + ">",
        Kind.STRUCT,
        size,
        0,
        () -> Parts.struct(fields));
  }

  private static GoType storedType(GoType type, int wordSize) {
    boolean large = type.size() > TypeNames.MAX_INLINE_SIZE;
    return large
        ? new GoType("*" + type.name(), Kind.POINTER, wordSize, 0, () -> Parts.of(type))
        : type;
  }
}
