package dev.godump.types;

import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.index.Coded;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexWriter;
import dev.godump.index.IntColumn;
import dev.godump.index.SectionInput;
import dev.godump.index.SectionOutput;
import dev.godump.types.layout.Layout;
import dev.godump.types.program.KnownTypes;
import dev.godump.types.program.NoProgram;
import dev.godump.types.program.Program;
import dev.godump.types.program.ProgramTypes;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the types of objects in an index: a table of types, most frequent first, and the
 * column of each object's row in it, from 1; 0 if the object has no type.
 */
public final class TypesCodec {
  private static final String TABLE = "types";
  private static final String NUMBERS = "type numbers";

  /** The form of types that are not a part of a map or channel. */
  private static final int NO_PART = -1;

  private TypesCodec() {}

  /**
   * Writes the types of all objects.
   *
   * @param objects number of objects
   */
  public static void write(HeapTypes types, int objects, IndexWriter out) throws IOException {
    SectionOutput table = new SectionOutput();
    table.writeLong(types.conflicts());
    table.writeLong(types.contradictions());
    table.writeInt(types.typeCount() - 1);
    TypeTable.Writer described = new TypeTable.Writer(types.known());
    int[] order = byFrequency(types, objects);
    int[] rowByIndex = new int[types.typeCount()];
    for (int row = 1; row < order.length; row++) {
      int index = order[row];
      rowByIndex[index] = row;
      ObjectType type = types.type(index);
      RuntimePart part = types.runtimePart(index);
      table.writeText(type.name());
      table.writeByte(type.certainty().code());
      table.writeLong(type.count());
      table.writeInt(described.rowOf(type.element()));
      table.writeInt(described.rowOf(types.element(index)));
      table.writeByte(part == null ? NO_PART : part.form().code());
      table.writeInt(part == null ? 0 : described.rowOf(part.mapOrChannel()));
    }
    described.write(table);
    out.bytes(TABLE, table.toBytes());
    out.column(NUMBERS, objects, object -> rowByIndex[types.typeIndex(object)]);
  }

  /**
   * Type indexes in descending order of their number of objects, since small numbers take fewer
   * bytes. 0 stays first.
   */
  private static int[] byFrequency(HeapTypes types, int objects) {
    int[] counts = new int[types.typeCount()];
    for (int object = 0; object < objects; object++) {
      counts[types.typeIndex(object)]++;
    }
    counts[0] = Integer.MAX_VALUE;
    int[] order = new int[counts.length];
    Arrays.setAll(order, i -> i);
    IntArrays.mergeSort(order, (one, other) -> Integer.compare(counts[other], counts[one]));
    return order;
  }

  /**
   * A type of the table.
   *
   * @param element row of the type of a value in the {@link TypeTable}
   * @param own the same, before types of one name were merged
   * @param form code of the part of a map or channel, or {@link #NO_PART}
   * @param mapOrChannel row of the type of that map or channel in the {@link TypeTable}
   */
  private record Row(
      String name,
      Certainty certainty,
      long count,
      int element,
      int own,
      int form,
      int mapOrChannel) {
    ObjectType type(List<GoType> types) {
      return new ObjectType(name, certainty, count, types.get(element));
    }

    @Nullable RuntimePart part(List<GoType> types) {
      return form == NO_PART
          ? null
          : new RuntimePart(Coded.ofCode(Layout.Form.values(), form), types.get(mapOrChannel));
    }
  }

  /** Reads the types of an index. */
  public static HeapTypes open(HeapGraph graph, Optional<Program> program, IndexFile index)
      throws IOException {
    SectionInput in = new SectionInput(TABLE, index.bytes(TABLE));
    long conflicts = in.readLong();
    long contradictions = in.readLong();
    List<Row> rows = new ArrayList<>();
    for (int i = in.readCount(); i > 0; i--) {
      String name = in.readText();
      Certainty certainty = Coded.ofCode(Certainty.values(), in.readByte());
      rows.add(
          new Row(
              name,
              certainty,
              in.readLong(),
              in.readInt(),
              in.readInt(),
              in.readByte(),
              in.readInt()));
    }
    IntColumn numbers = index.column(NUMBERS, rows.size() + 1);
    if (numbers.size() != graph.objects().count()) {
      throw new DamagedIndexException("it doesn't have a type for each object");
    }
    Optional<ProgramTypes> described = program.map(p -> new ProgramTypes(p, graph));
    KnownTypes known = described.isPresent() ? described.get() : new NoProgram(graph);
    List<GoType> table = TypeTable.read(in, known);
    List<ObjectType> types = new ArrayList<>();
    List<RuntimePart> parts = new ArrayList<>();
    List<GoType> elements = new ArrayList<>();
    types.add(null);
    parts.add(null);
    elements.add(null);
    for (Row row : rows) {
      elements.add(table.get(row.own()));
      types.add(row.type(table));
      parts.add(row.part(table));
    }
    return HeapTypes.restored(
        graph,
        known,
        described,
        new TypesByObject(numbers::get, types, parts, elements, conflicts, contradictions));
  }
}
