package dev.godump.types;

import dev.godump.graph.index.DamagedIndexException;
import dev.godump.graph.index.IndexFile;
import dev.godump.graph.index.IndexWriter;
import dev.godump.graph.index.IntColumn;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Types of objects in an index: a table of them, and for each object its place there and 1 more, or 0. */
public final class TypesFile {
  private static final String TABLE = "types";
  private static final String NUMBERS = "type numbers";

  private TypesFile() {}

  /** Writes the types of so many objects. */
  public static void write(ObjectTypes types, int objects, IndexWriter out) throws IOException {
    Map<ObjectType, Integer> numbers = new HashMap<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream table = new DataOutputStream(bytes);
    table.writeInt(types.distinct().size());
    for (ObjectType type : types.distinct()) {
      byte[] name = type.name().getBytes(StandardCharsets.UTF_8);
      table.writeInt(name.length);
      table.write(name);
      table.writeByte(type.certainty().ordinal());
      numbers.put(type, numbers.size() + 1);
    }
    out.bytes(TABLE, bytes.toByteArray());
    out.column(NUMBERS, objects, object -> types.of(object).map(numbers::get).orElse(0));
  }

  /** The types that were written. */
  public static ObjectTypes open(IndexFile index, int objects) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(index.bytes(TABLE)));
    Set<ObjectType> distinct = new LinkedHashSet<>();
    for (int i = in.readInt(); i > 0; i--) {
      String name = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
      distinct.add(new ObjectType(name, Certainty.values()[in.readByte()]));
    }
    List<ObjectType> table = List.copyOf(distinct);
    IntColumn numbers = index.column(NUMBERS, table.size() + 1);
    if (numbers.size() != objects) {
      throw new DamagedIndexException("it doesn't have a type for each object");
    }
    return new ObjectTypes(
        object -> {
          int number = numbers.get(object);
          return number == 0 ? null : table.get(number - 1);
        },
        distinct);
  }
}
