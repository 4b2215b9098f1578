package dev.godump.types;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.SectionInput;
import dev.godump.index.SectionOutput;
import dev.godump.types.program.KnownTypes;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the Go types of an index, one row per type. Types that the executable describes
 * refer to its descriptor or DWARF entry: one name can have several descriptions, with different
 * names of fields. All others are written with their parts, which refer to other rows.
 *
 * <p>A row: name, kind (1 byte), size and descriptor's address (8 bytes each), one of {@link
 * #BY_DESCRIPTOR}, {@link #BY_ENTRY} and {@link #BY_PARTS} (1 byte), then the DWARF entry (4 bytes)
 * or the parts.
 */
final class TypeTable {
  private static final int BY_DESCRIPTOR = 0;
  private static final int BY_ENTRY = 1;
  private static final int BY_PARTS = 2;

  private TypeTable() {}

  /** Numbers types from 1 in the order of first use, and writes their rows. */
  static final class Writer {
    private final KnownTypes known;
    private final IdentityHashMap<GoType, Integer> rowByType = new IdentityHashMap<>();
    private final List<GoType> types = new ArrayList<>();

    Writer(KnownTypes known) {
      this.known = known;
    }

    /** The row of a type, numbered from 1; 0 for null. */
    int rowOf(@Nullable GoType type) {
      if (type == null) {
        return 0;
      }
      Integer before = rowByType.get(type);
      if (before != null) {
        return before;
      }
      types.add(type);
      rowByType.put(type, types.size());
      return types.size();
    }

    /** Writes the rows of all numbered types and of their parts. */
    void write(SectionOutput out) {
      for (int i = 0; i < types.size(); i++) {
        out.writeBoolean(true);
        writeRow(types.get(i), out);
      }
      out.writeBoolean(false);
    }

    private void writeRow(GoType type, SectionOutput out) {
      out.writeText(type.name());
      out.writeByte(type.kind().number());
      out.writeLong(type.size());
      out.writeLong(type.descriptor());
      int entry = known.entryOf(type);
      if (entry != KnownTypes.NONE) {
        out.writeByte(BY_ENTRY);
        out.writeInt(entry);
      } else if (type.descriptor() != 0 && known.resolve(type) == type) {
        out.writeByte(BY_DESCRIPTOR);
      } else {
        out.writeByte(BY_PARTS);
        writeParts(type.parts(), out);
      }
    }

    private void writeParts(Parts parts, SectionOutput out) {
      out.writeInt(rowOf(parts.elem()));
      out.writeInt(rowOf(parts.key()));
      out.writeInt(rowOf(parts.groups()));
      out.writeLong(parts.length());
      out.writeInt(parts.methodCount());
      out.writeInt(parts.fields().size());
      for (Field field : parts.fields()) {
        out.writeText(field.name());
        out.writeLong(field.offset());
        out.writeInt(rowOf(field.type()));
        out.writeBoolean(field.embedded());
      }
    }
  }

  /**
   * Reads rows. The parts of types that the executable describes are read when first used.
   *
   * @return types by row; null at 0
   */
  static List<GoType> read(SectionInput in, KnownTypes known) {
    List<GoType> types = new ArrayList<>();
    types.add(null);
    List<PartRows> partRows = new ArrayList<>();
    while (in.readBoolean()) {
      String name = in.readText();
      int number = in.readByte();
      Kind kind = Kind.ofNumber(number);
      if (kind.number() != number) {
        throw new DamagedIndexException("no kind of type has the number " + number);
      }
      long size = in.readLong();
      long descriptor = in.readLong();
      switch (in.readByte()) {
        case BY_DESCRIPTOR ->
            types.add(known.resolve(new GoType(name, kind, size, descriptor, () -> Parts.NONE)));
        case BY_ENTRY -> {
          int entry = in.readInt();
          types.add(
              new GoType(
                  name,
                  kind,
                  size,
                  descriptor,
                  () -> known.typeOfEntry(entry).map(GoType::parts).orElse(Parts.NONE)));
        }
        default -> {
          PartRows parts = PartRows.read(in);
          partRows.add(parts);
          types.add(new GoType(name, kind, size, descriptor, () -> parts.toParts(types)));
        }
      }
    }
    for (PartRows parts : partRows) {
      parts.check(types.size());
    }
    return types;
  }

  /** The parts of a type, with the rows of their types. */
  private record PartRows(
      int elem, int key, int groups, long length, int methods, List<FieldRow> fields) {
    private record FieldRow(String name, long offset, int type, boolean embedded) {}

    static PartRows read(SectionInput in) {
      int elem = in.readInt();
      int key = in.readInt();
      int groups = in.readInt();
      long length = in.readLong();
      int methods = in.readInt();
      List<FieldRow> fields = new ArrayList<>();
      for (int i = in.readCount(); i > 0; i--) {
        fields.add(new FieldRow(in.readText(), in.readLong(), in.readInt(), in.readBoolean()));
      }
      return new PartRows(elem, key, groups, length, methods, fields);
    }

    void check(int rows) throws DamagedIndexException {
      boolean valid = isRow(elem, rows) && isRow(key, rows) && isRow(groups, rows);
      if (!valid || !fields.stream().allMatch(field -> field.type > 0 && isRow(field.type, rows))) {
        throw new DamagedIndexException("one of its types is made of what it doesn't have");
      }
    }

    private static boolean isRow(int row, int rows) {
      return row >= 0 && row < rows;
    }

    Parts toParts(List<GoType> types) {
      List<Field> found =
          fields.stream()
              .map(f -> new Field(f.name, f.offset, types.get(f.type), f.embedded))
              .toList();
      return new Parts(types.get(elem), types.get(key), length, found, types.get(groups), methods);
    }
  }
}
