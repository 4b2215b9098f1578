package dev.godump.types.layout;

import static dev.godump.types.layout.StructTypes.field;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import dev.godump.types.layout.Layout.Form;

/** Makes the layouts of maps up to Go 1.23 (runtime/map.go). */
final class HashMapLayouts {
  /** The release whose maps have a runtime.mapextra. */
  private static final int FIRST_WITH_EXTRA = 9;

  private final LayoutTable table;
  private final StructTypes types;
  private final int word;
  private final int minor;

  /**
   * @param word bytes of a pointer
   * @param minor 22 for Go 1.22
   */
  HashMapLayouts(LayoutTable table, int word, int minor) {
    this.table = table;
    this.types = new StructTypes(word);
    this.word = word;
    this.minor = minor;
  }

  /** The layout of the header that variables of a map type point at. */
  Layout header(GoType map) {
    String name = "hash" + StructTypes.arguments(map);
    return table.layoutFor(name, () -> hmap(name, map), Form.HASH_MAP, map);
  }

  private GoType hmap(String name, GoType map) {
    HashMapOffsets at = HashMapOffsets.of(word, minor);
    GoType bucket = types.pointer(map.groups());
    GoType extra = minor >= FIRST_WITH_EXTRA ? types.pointer(mapExtra(map)) : types.unsafePointer();
    return StructTypes.struct(
        name,
        at.size(),
        field("count", HashMapOffsets.COUNT, types.integer()),
        field("flags", at.flags(), StructTypes.uint8()),
        field("B", at.logBuckets(), StructTypes.uint8()),
        field("noverflow", at.noverflow(), StructTypes.uint16()),
        field("hash0", at.hash0(), StructTypes.uint32()),
        field("buckets", at.buckets(), bucket),
        field("oldbuckets", at.oldbuckets(), bucket),
        field("nevacuate", at.nevacuate(), types.uintptr()),
        field("extra", at.extra(), extra));
  }

  private GoType mapExtra(GoType map) {
    MapExtraOffsets at = MapExtraOffsets.of(word);
    GoType bucket = types.pointer("*runtime.bmap", map.groups());
    GoType list = new GoType("[]*runtime.bmap", Kind.SLICE, 3L * word, 0, () -> Parts.of(bucket));
    compile(bucket);
    compile(list);
    GoType extra =
        StructTypes.struct(
            "runtime.mapextra",
            at.size(),
            field("overflow", MapExtraOffsets.OVERFLOW, types.pointer(list)),
            field("oldoverflow", at.oldoverflow(), types.pointer(list)),
            field("nextOverflow", at.nextOverflow(), bucket));
    compile(extra);
    return extra;
  }

  private void compile(GoType type) {
    table.setLayoutOf(type, table.compile(type, Form.VALUE, null));
  }
}
