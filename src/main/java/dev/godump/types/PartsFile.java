package dev.godump.types;

import dev.godump.binary.GoType;
import dev.godump.binary.GoType.Field;
import dev.godump.binary.GoType.Kind;
import dev.godump.binary.GoType.Parts;
import dev.godump.graph.Memo;
import dev.godump.graph.index.DamagedIndexException;
import dev.godump.graph.index.IndexFile;
import dev.godump.graph.index.IndexWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What types are made of, in an index: fields of structs and elements of arrays, as far as they lie in a
 * value itself, so that fields have their names without the executable's types being read again, and
 * those of the runtime's structures without being laid out again. Where a pointer leads isn't there.
 */
final class PartsFile {
  private static final String SECTION = "parts of types";

  /** No program has as many; a damaged executable may seem to. */
  private static final int MOST = 1 << 20;

  private PartsFile() {}

  /** Numbers types that are to be written, from 0. */
  static final class Writer {
    private final Map<GoType, Integer> numbers = new IdentityHashMap<>();
    private final List<GoType> types = new ArrayList<>();

    /** The number of a type; -1 if there are too many. */
    int number(GoType type) {
      Integer known = numbers.get(type);
      if (known != null) {
        return known;
      }
      if (types.size() == MOST) {
        return -1;
      }
      numbers.put(type, types.size());
      types.add(type);
      return types.size() - 1;
    }

    /** Writes those that have a number, and what they are made of. */
    void write(IndexWriter out) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream table = new DataOutputStream(bytes);
      for (int i = 0; i < types.size(); i++) {
        GoType type = types.get(i);
        text(type.name(), table);
        table.writeByte(type.kind().ordinal());
        table.writeLong(type.size());
        List<Field> fields = type.kind() == Kind.STRUCT ? type.fields() : List.of();
        table.writeInt(type.kind() == Kind.ARRAY && type.elem() != null ? number(type.elem()) : -1);
        table.writeInt(fields.size());
        for (Field field : fields) {
          text(field.name(), table);
          table.writeLong(field.offset());
          table.writeInt(number(field.type()));
        }
      }
      out.bytes(SECTION, bytes.toByteArray());
    }
  }

  static void text(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  /** The types that were written, by number; read when they are first asked for. */
  static Memo<List<GoType>> open(IndexFile index) {
    return new Memo<>(
        () -> {
          try {
            return read(new DataInputStream(new ByteArrayInputStream(index.bytes(SECTION))));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static List<GoType> read(DataInputStream in) throws IOException {
    List<GoType> types = new ArrayList<>();
    while (in.available() > 0) {
      String name = text(in);
      Kind kind = Kind.values()[in.readByte()];
      long size = in.readLong();
      int elem = in.readInt();
      List<Named> fields = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        fields.add(new Named(text(in), in.readLong(), in.readInt()));
      }
      types.add(new GoType(name, kind, size, 0, () -> elem >= 0 ? Parts.of(get(types, elem)) : struct(types, fields)));
    }
    return types;
  }

  /** A field, its type by number. */
  private record Named(String name, long offset, int type) {}

  private static Parts struct(List<GoType> types, List<Named> fields) {
    List<Field> found = new ArrayList<>();
    for (Named field : fields) {
      if (field.type >= 0) {
        found.add(new Field(field.name, field.offset, get(types, field.type), false));
      }
    }
    return Parts.struct(found);
  }

  static GoType get(List<GoType> types, int number) {
    if (number >= types.size()) {
      throw new DamagedIndexException("it has no type " + number);
    }
    return types.get(number);
  }
}
