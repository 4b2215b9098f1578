package dev.godump.types;

import dev.godump.binary.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.Memo;
import dev.godump.graph.index.DamagedIndexException;
import dev.godump.graph.index.IndexFile;
import dev.godump.graph.index.IndexWriter;
import dev.godump.graph.index.IntColumn;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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
    PartsFile.Writer parts = new PartsFile.Writer();
    table.writeLong(types.conflicts());
    table.writeLong(types.contradictions());
    table.writeInt(types.typeNumbers() - 1);
    for (int number = 1; number < types.typeNumbers(); number++) {
      ObjectType type = types.type(number);
      PartsFile.text(type.name(), table);
      table.writeByte(type.certainty().ordinal());
      table.writeLong(type.count());
      int element = type.element() == null ? -1 : parts.number(type.element());
      GoType subject = types.subject(number);
      table.writeLong(subject == null ? 0 : subject.descriptor());
      table.writeInt(element);
      if (element >= 0) {
        PartsFile.text(type.element().name(), table);
        table.writeByte(type.element().kind().ordinal());
        table.writeLong(type.element().size());
        table.writeLong(type.element().descriptor());
      }
    }
    out.bytes(TABLE, bytes.toByteArray());
    parts.write(out);
    out.column(NUMBERS, objects, types::typeNumber);
  }

  /** The types that were written. */
  public static HeapTypes open(HeapGraph graph, Optional<Program> program, IndexFile index) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(index.bytes(TABLE)));
    Memo<List<GoType>> parts = PartsFile.open(index);
    long conflicts = in.readLong();
    long contradictions = in.readLong();
    List<HeapTypes.Saved> table = new ArrayList<>();
    table.add(null);
    for (int i = in.readInt(); i > 0; i--) {
      String name = PartsFile.text(in);
      Certainty certainty = Certainty.values()[in.readByte()];
      long count = in.readLong();
      long subject = in.readLong();
      table.add(new HeapTypes.Saved(new ObjectType(name, certainty, count, element(in.readInt(), parts, in)), subject));
    }
    IntColumn numbers = index.column(NUMBERS, table.size());
    if (numbers.size() != graph.objects().count()) {
      throw new DamagedIndexException("it doesn't have a type for each object");
    }
    return HeapTypes.known(graph, program, numbers::get, table, conflicts, contradictions);
  }

  /** @param number of the type among those whose parts are known, or -1 for none */
  private static GoType element(int number, Memo<List<GoType>> parts, DataInputStream in) throws IOException {
    if (number < 0) {
      return null;
    }
    String name = PartsFile.text(in);
    GoType.Kind kind = GoType.Kind.values()[in.readByte()];
    return new GoType(name, kind, in.readLong(), in.readLong(), () -> PartsFile.get(parts.get(), number).parts());
  }
}
