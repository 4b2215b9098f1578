package dev.godump.types;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.index.DamagedIndexException;
import dev.godump.graph.index.IndexFile;
import dev.godump.graph.index.IndexWriter;
import dev.godump.graph.index.IntColumn;
import dev.godump.types.HeapTypes.Saved.SavedField;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Types of objects in an index: a table of them, and for each object its place there and 1 more, or 0. */
public final class TypesFile {
  private static final String TABLE = "types";
  private static final String NUMBERS = "type numbers";

  private TypesFile() {}

  /** Writes the types of so many objects. */
  public static void write(HeapTypes types, int objects, IndexWriter out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream table = new DataOutputStream(bytes);
    table.writeLong(types.conflicts());
    table.writeLong(types.contradictions());
    table.writeInt(types.typeNumbers() - 1);
    for (int number = 1; number < types.typeNumbers(); number++) {
      HeapTypes.Saved type = HeapTypes.Saved.of(types, number);
      text(type.name(), table);
      table.writeByte(type.certainty().ordinal());
      table.writeLong(type.count());
      table.writeLong(type.descriptor());
      text(type.element(), table);
      table.writeByte(type.form());
      table.writeLong(type.subjectDescriptor());
      text(type.subject(), table);
      table.writeLong(type.size());
      table.writeInt(type.fields().size());
      for (SavedField field : type.fields()) {
        text(field.name(), table);
        table.writeLong(field.offset());
        table.writeLong(field.descriptor());
        text(field.type(), table);
      }
    }
    out.bytes(TABLE, bytes.toByteArray());
    out.column(NUMBERS, objects, types::typeNumber);
  }

  /** The types that were written. */
  public static HeapTypes open(HeapGraph graph, Optional<Program> program, IndexFile index) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(index.bytes(TABLE)));
    long conflicts = in.readLong();
    long contradictions = in.readLong();
    List<HeapTypes.Saved> table = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      String name = text(in);
      Certainty certainty = Certainty.values()[in.readByte()];
      table.add(
          new HeapTypes.Saved(
              name,
              certainty,
              in.readLong(),
              in.readLong(),
              text(in),
              in.readByte(),
              in.readLong(),
              text(in),
              in.readLong(),
              fields(in)));
    }
    IntColumn numbers = index.column(NUMBERS, table.size() + 1);
    if (numbers.size() != graph.objects().count()) {
      throw new DamagedIndexException("it doesn't have a type for each object");
    }
    return HeapTypes.known(graph, program, numbers::get, table, conflicts, contradictions);
  }

  private static List<SavedField> fields(DataInputStream in) throws IOException {
    List<SavedField> fields = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      fields.add(new SavedField(text(in), in.readLong(), in.readLong(), text(in)));
    }
    return fields;
  }

  private static void text(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
