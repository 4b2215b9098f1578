package dev.godump.types.layout;

import static dev.godump.types.layout.StructTypes.field;

import dev.godump.binary.type.GoType;
import dev.godump.types.layout.Layout.Form;
import java.util.IdentityHashMap;

/** Makes the layouts of maps from Go 1.24 on (internal/runtime/maps). */
public final class SwissMapLayouts {
  private final LayoutTable table;
  private final StructTypes types;
  private final int word;

  private final IdentityHashMap<GoType, Layout> tableByMap = new IdentityHashMap<>();
  private final IdentityHashMap<GoType, Layout> directoryEntryByMap = new IdentityHashMap<>();

  /**
   * @param word bytes of a pointer
   */
  SwissMapLayouts(LayoutTable table, int word) {
    this.table = table;
    this.types = new StructTypes(word);
    this.word = word;
  }

  /** The layout of the header that variables of a map type point at. */
  Layout header(GoType map) {
    String name = "map" + StructTypes.arguments(map);
    return table.layoutFor(name, () -> map(name), Form.SWISS_MAP, map);
  }

  private GoType map(String name) {
    SwissMapOffsets at = SwissMapOffsets.of(word);
    return StructTypes.struct(
        name,
        at.size(),
        field("used", SwissMapOffsets.USED, StructTypes.uint64()),
        field("seed", at.seed(), types.uintptr()),
        field("dirPtr", at.dirPtr(), types.unsafePointer()),
        field("dirLen", at.dirLen(), types.integer()),
        field("globalDepth", at.globalDepth(), StructTypes.uint8()),
        field("globalShift", at.globalShift(), StructTypes.uint8()),
        field("writing", at.writing(), StructTypes.uint8()),
        field("clearSeq", at.clearSeq(), StructTypes.uint64()));
  }

  /** The layout of the entries of a large map's directory. */
  public Layout directoryEntry(GoType map) {
    return directoryEntryByMap.computeIfAbsent(map, this::makeDirectoryEntry);
  }

  private Layout makeDirectoryEntry(GoType map) {
    String name = "*table" + StructTypes.arguments(map);
    return table.layoutFor(
        name,
        () ->
            new GoType(name, GoType.Kind.POINTER, word, 0, () -> GoType.Parts.of(table(map).type)),
        Form.VALUE,
        null);
  }

  /** The layout of a large map's tables. */
  public Layout table(GoType map) {
    return tableByMap.computeIfAbsent(map, this::makeTable);
  }

  private Layout makeTable(GoType map) {
    String name = "table" + StructTypes.arguments(map);
    Layout layout = table.layoutFor(name, () -> tableType(name, map), Form.SWISS_TABLE, map);
    table.setLayoutOf(layout.type, layout);
    return layout;
  }

  private GoType tableType(String name, GoType map) {
    SwissTableOffsets at = SwissTableOffsets.of(word);
    return StructTypes.struct(
        name,
        at.size(),
        field("used", SwissTableOffsets.USED, StructTypes.uint16()),
        field("capacity", at.capacity(), StructTypes.uint16()),
        field("growthLeft", at.growthLeft(), StructTypes.uint16()),
        field("localDepth", at.localDepth(), StructTypes.uint8()),
        field("index", at.index(), types.integer()),
        field("groups", at.groups(), types.pointer(map.groups())),
        field("lengthMask", at.lengthMask(), StructTypes.uint64()));
  }
}
