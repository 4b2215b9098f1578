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
import java.util.Map;

/**
 * Go types as an index has them: a row each. A type of the executable's is found there again, by
 * its descriptor or its DWARF entry, since one name can have several descriptions whose fields go
 * by different names. Any other is written with what it is made of, by numbers of other rows.
 */
final class TypeTable {
  private static final int BY_DESCRIPTOR = 0;
  private static final int BY_ENTRY = 1;
  private static final int BY_PARTS = 2;

  private TypeTable() {}

  /** Numbers types from 1 in the order in which they are met, and writes their rows. */
  static final class Writer {
    private final KnownTypes known;
    private final Map<GoType, Integer> numbers = new IdentityHashMap<>();
    private final List<GoType> types = new ArrayList<>();

    Writer(KnownTypes known) {
      this.known = known;
    }

    /** The number of a type; 0 of null. */
    int number(GoType type) {
      if (type == null) {
        return 0;
      }
      Integer before = numbers.get(type);
      if (before != null) {
        return before;
      }
      types.add(type);
      numbers.put(type, types.size());
      return types.size();
    }

    /** Writes the rows of all that were numbered, and of what those are made of. */
    void write(SectionOutput out) {
      for (int i = 0; i < types.size(); i++) {
        out.writeBoolean(true);
        row(types.get(i), out);
      }
      out.writeBoolean(false);
    }

    private void row(GoType type, SectionOutput out) {
      out.writeText(type.name());
      out.writeByte(type.kind().number());
      out.writeLong(type.size());
      out.writeLong(type.descriptor());
      int entry = known.entryOf(type);
      if (entry >= 0) {
        out.writeByte(BY_ENTRY);
        out.writeInt(entry);
      } else if (type.descriptor() != 0 && known.resolve(type) == type) {
        out.writeByte(BY_DESCRIPTOR);
      } else {
        out.writeByte(BY_PARTS);
        parts(type.parts(), out);
      }
    }

    private void parts(Parts parts, SectionOutput out) {
      out.writeInt(number(parts.elem()));
      out.writeInt(number(parts.key()));
      out.writeInt(number(parts.groups()));
      out.writeLong(parts.length());
      out.writeInt(parts.methodCount());
      out.writeInt(parts.fields().size());
      for (Field field : parts.fields()) {
        out.writeText(field.name());
        out.writeLong(field.offset());
        out.writeInt(number(field.type()));
        out.writeBoolean(field.embedded());
      }
    }
  }

  /**
   * Reads rows. What a type is made of is looked up in the executable when it is asked for.
   *
   * @return types by their numbers, at 0 null
   */
  static List<GoType> read(SectionInput in, KnownTypes known) {
    List<GoType> types = new ArrayList<>();
    types.add(null);
    List<ReadParts> made = new ArrayList<>();
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
          ReadParts parts = ReadParts.of(in);
          made.add(parts);
          types.add(new GoType(name, kind, size, descriptor, () -> parts.of(types)));
        }
      }
    }
    for (ReadParts parts : made) {
      parts.check(types.size());
    }
    return types;
  }

  /** What a type is made of, by numbers of rows. */
  private record ReadParts(
      int elem, int key, int groups, long length, int methods, List<ReadField> fields) {
    private record ReadField(String name, long offset, int type, boolean embedded) {}

    static ReadParts of(SectionInput in) {
      int elem = in.readInt();
      int key = in.readInt();
      int groups = in.readInt();
      long length = in.readLong();
      int methods = in.readInt();
      List<ReadField> fields = new ArrayList<>();
      for (int i = in.readCount(); i > 0; i--) {
        fields.add(new ReadField(in.readText(), in.readLong(), in.readInt(), in.readBoolean()));
      }
      return new ReadParts(elem, key, groups, length, methods, fields);
    }

    void check(int rows) throws DamagedIndexException {
      boolean there = isRow(elem, rows) && isRow(key, rows) && isRow(groups, rows);
      if (!there || !fields.stream().allMatch(field -> field.type > 0 && isRow(field.type, rows))) {
        throw new DamagedIndexException("one of its types is made of what it doesn't have");
      }
    }

    private static boolean isRow(int number, int rows) {
      return number >= 0 && number < rows;
    }

    Parts of(List<GoType> types) {
      List<Field> found =
          fields.stream()
              .map(f -> new Field(f.name, f.offset, types.get(f.type), f.embedded))
              .toList();
      return new Parts(types.get(elem), types.get(key), length, found, types.get(groups), methods);
    }
  }
}
