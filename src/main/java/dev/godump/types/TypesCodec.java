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

/**
 * Types of objects in an index: a table of them, and for each object its place there and 1 more, or
 * 0.
 */
public final class TypesCodec {
  private static final String TABLE = "types";
  private static final String NUMBERS = "type numbers";

  private TypesCodec() {}

  /** Writes the types of so many objects. */
  public static void write(HeapTypes types, int objects, IndexWriter out) throws IOException {
    SectionOutput table = new SectionOutput();
    table.writeLong(types.conflicts());
    table.writeLong(types.contradictions());
    table.writeInt(types.typeCount() - 1);
    TypeTable.Writer described = new TypeTable.Writer(types.known());
    int[] order = byFrequency(types, objects);
    int[] places = new int[types.typeCount()];
    for (int place = 1; place < order.length; place++) {
      int number = order[place];
      places[number] = place;
      ObjectType type = types.type(number);
      RuntimePart made = types.runtimePart(number);
      table.writeText(type.name());
      table.writeByte(type.certainty().code());
      table.writeLong(type.count());
      table.writeInt(described.number(type.element()));
      table.writeByte(made == null ? -1 : made.form().code());
      table.writeInt(made == null ? 0 : described.number(made.mapOrChannel()));
    }
    described.write(table);
    out.bytes(TABLE, table.toBytes());
    out.column(NUMBERS, objects, object -> places[types.typeIndex(object)]);
  }

  /**
   * The numbers of types, those of most objects first: small numbers take fewer bytes. 0 stays the
   * first.
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
   * A type as it is written down: what it is made of and what it was made for are rows of a {@link
   * TypeTable}.
   */
  private record Row(
      String name, Certainty certainty, long count, int element, int form, int subject) {
    ObjectType type(List<GoType> types) {
      return new ObjectType(name, certainty, count, types.get(element));
    }

    RuntimePart made(List<GoType> types) {
      return form < 0
          ? null
          : new RuntimePart(Coded.ofCode(Layout.Form.values(), form), types.get(subject));
    }
  }

  /** The types that were written. */
  public static HeapTypes open(HeapGraph graph, Optional<Program> program, IndexFile index)
      throws IOException {
    SectionInput in = new SectionInput(TABLE, index.bytes(TABLE));
    long conflicts = in.readLong();
    long contradictions = in.readLong();
    List<Row> rows = new ArrayList<>();
    for (int i = in.readCount(); i > 0; i--) {
      String name = in.readText();
      Certainty certainty = Coded.ofCode(Certainty.values(), in.readByte());
      rows.add(new Row(name, certainty, in.readLong(), in.readInt(), in.readByte(), in.readInt()));
    }
    IntColumn numbers = index.column(NUMBERS, rows.size() + 1);
    if (numbers.size() != graph.objects().count()) {
      throw new DamagedIndexException("it doesn't have a type for each object");
    }
    Optional<ProgramTypes> described = program.map(p -> new ProgramTypes(p, graph));
    KnownTypes known = described.isPresent() ? described.get() : new NoProgram(graph);
    List<GoType> table = TypeTable.read(in, known);
    List<ObjectType> types = new ArrayList<>();
    List<RuntimePart> made = new ArrayList<>();
    types.add(null);
    made.add(null);
    for (Row row : rows) {
      types.add(row.type(table));
      made.add(row.made(table));
    }
    return HeapTypes.restored(
        graph, known, described, numbers::get, types, made, conflicts, contradictions);
  }
}
