package dev.godump.binary.dwarf;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a type from its entry. */
final class TypeParts {
  private static final int OP_PLUS_CONSTANT = 0x23;
  private static final int MAX_DIMENSIONS = 8;

  private final Dwarf dwarf;
  private final DwarfTypes types;

  /**
   * The bytes of .debug_info that may still be read: overlapping entries could make this endless.
   */
  private long remainingBytes;

  TypeParts(Dwarf dwarf, DwarfTypes types) {
    this.dwarf = dwarf;
    this.types = types;
    this.remainingBytes = 8L * dwarf.sections().shared("info").length();
  }

  Parts partsOf(DwarfTypes.Description type) {
    try {
      EntryCursor entry = dwarf.newCursor();
      entry.moveTo(type.entry());
      return switch (type.kind()) {
        case POINTER -> Parts.of(types.referredType(entry, Attribute.TYPE));
        case CHAN -> Parts.of(types.referredType(entry, Attribute.GO_ELEM));
        case SLICE -> Parts.of(types.referredType(entry, Attribute.GO_ELEM));
        case ARRAY ->
            Parts.array(types.referredType(entry, Attribute.TYPE), arrayLength(type.entry()));
        case STRUCT -> Parts.struct(fields(entry));
        case INTERFACE -> Parts.interfaceOf(isEmpty(entry) ? 0 : 1);
        case MAP ->
            Parts.map(
                types.referredType(entry, Attribute.GO_ELEM),
                types.referredType(entry, Attribute.GO_KEY),
                mapStorage(types.referredType(entry, Attribute.TYPE)));
        default -> Parts.NONE;
      };
    } catch (DwarfException e) {
      dwarf.addWarning(e);
      return Parts.NONE;
    }
  }

  /**
   * Reports whether an interface type has no methods: it is then a typedef of runtime.eface, not of
   * runtime.iface.
   */
  private boolean isEmpty(EntryCursor entry) {
    GoType words = types.referredType(entry, Attribute.TYPE);
    return words == null || words.name().equals("runtime.eface");
  }

  private List<Field> fields(EntryCursor entry) {
    List<Field> fields = new ArrayList<>();
    if (!entry.hasChildren()) {
      return fields;
    }
    int start = entry.offset();
    while (entry.moveToNext()) {
      spend(entry.offset() - start);
      start = entry.offset();
      if (entry.tag() == Tag.MEMBER) {
        GoType type = types.referredType(entry, Attribute.TYPE);
        long offset = fieldOffset(entry);
        if (type != null && offset >= 0) {
          String name = entry.text(Attribute.NAME);
          boolean embedded = entry.number(Attribute.GO_EMBEDDED_FIELD, 0) != 0;
          fields.add(new Field(name.isEmpty() ? "_" : name, offset, type, embedded));
        }
      }
      if (entry.hasChildren()) {
        // C nests types in structs; the next entries would be fields of those
        break;
      }
    }
    fields.sort(Comparator.comparingLong(Field::offset));
    return List.copyOf(fields);
  }

  private void spend(long bytes) {
    remainingBytes -= bytes;
    if (remainingBytes < 0) {
      throw new DwarfException("info", 0, "types overlap");
    }
  }

  private static long fieldOffset(EntryCursor member) {
    SectionReader expression = member.expression(Attribute.DATA_MEMBER_LOCATION);
    if (expression == null) {
      return member.number(Attribute.DATA_MEMBER_LOCATION, 0);
    }
    return expression.u8() == OP_PLUS_CONSTANT ? expression.uleb() : EntryCursor.NONE;
  }

  /** Returns the length of an array, the product of its dimensions, or 0 if it is not stated. */
  long arrayLength(int array) {
    EntryCursor entry = dwarf.newCursor();
    if (!entry.moveTo(array) || !entry.hasChildren()) {
      return 0;
    }
    long length = 1;
    for (int i = 0; entry.moveToNext(); i++) {
      if (i == MAX_DIMENSIONS || entry.hasChildren()) {
        return 0;
      } else if (entry.tag() == Tag.SUBRANGE_TYPE) {
        long count = entry.number(Attribute.COUNT, entry.number(Attribute.UPPER_BOUND, -1) + 1);
        if (count < 0 || Math.multiplyHigh(length, count) != 0 || length * count < 0) {
          return 0;
        }
        length *= count;
      }
    }
    return length;
  }

  /**
   * Computes the size of an array that doesn't state it, or returns {@link EntryCursor#NONE} if
   * that is impossible.
   */
  long arraySize(int array) {
    EntryCursor entry = dwarf.newCursor();
    entry.moveTo(array);
    int to = entry.reference(Attribute.TYPE);
    long elem =
        to != EntryCursor.NONE && entry.moveTo(to)
            ? entry.number(Attribute.BYTE_SIZE, EntryCursor.NONE)
            : EntryCursor.NONE;
    long length = arrayLength(array);
    return elem < 0 || (elem > 0 && length > Long.MAX_VALUE / elem)
        ? EntryCursor.NONE
        : elem * length;
  }

  /**
   * Returns the type of a map's buckets or groups. Up to Go 1.23 a map is a pointer to
   * hash&lt;K,V&gt;, which has buckets bucket&lt;K,V&gt;; since Go 1.24 it is a pointer to
   * map&lt;K,V&gt;, which has a directory of tables of groups (cmd/link/internal/ld/dwarf.go
   * synthesizemaptypes).
   */
  private static @Nullable GoType mapStorage(@Nullable GoType map) {
    GoType header = elem(map);
    GoType bucket = elem(field(header, "buckets"));
    if (bucket != null) {
      return bucket;
    }
    GoType table = elem(elem(field(header, "dirPtr")));
    return elem(field(field(table, "groups"), "data"));
  }

  private static @Nullable GoType elem(@Nullable GoType pointer) {
    return pointer == null || pointer.kind() != Kind.POINTER ? null : pointer.elem();
  }

  private static @Nullable GoType field(@Nullable GoType struct, String name) {
    if (struct == null || struct.kind() != Kind.STRUCT) {
      return null;
    }
    return struct.fields().stream()
        .filter(f -> f.name().equals(name))
        .map(Field::type)
        .findFirst()
        .orElse(null);
  }
}
