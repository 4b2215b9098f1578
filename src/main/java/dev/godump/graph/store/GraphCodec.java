package dev.godump.graph.store;

import dev.godump.format.FileRange;
import dev.godump.format.FormatException;
import dev.godump.format.ReadOutcome;
import dev.godump.format.RecordKind;
import dev.godump.format.RecordReader;
import dev.godump.graph.Edges;
import dev.godump.graph.GoroutineState;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.LoadResult;
import dev.godump.graph.MemoryBudget;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Roots;
import dev.godump.graph.Shape;
import dev.godump.graph.load.ProcessRecords;
import dev.godump.index.Coded;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexWriter;
import dev.godump.index.IntColumn;
import dev.godump.index.PackedRows;
import dev.godump.index.SectionInput;
import dev.godump.index.SectionOutput;
import dev.godump.io.Lazy;
import dev.godump.io.Source;
import dev.godump.vector.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores a graph in an index: objects, pointers both ways, shapes, roots, goroutines, and the load
 * result. Other records are few and read from the dump again.
 */
public final class GraphCodec {
  /** The object table is one section, which must be below 2 GiB. */
  private static final int MAX_OBJECTS = 1 << 30;

  private static final String LOAD_RESULT = "reading";
  private static final String OBJECTS = "objects";
  private static final String SHAPES = "shapes";
  private static final String REFERRERS = "referrers";
  private static final String ROOT = "root ";

  private GraphCodec() {}

  /** Whether a graph can be written: its objects must be consecutive in their dump. */
  public static boolean canBeWritten(HeapGraph graph) {
    return !graph.loadResult().otherRanges().isEmpty() && graph.objects().count() < MAX_OBJECTS;
  }

  /** Writes a graph except for its referrers. */
  public static void write(HeapGraph graph, IndexWriter out) throws IOException {
    SectionOutput section = new SectionOutput();
    writeLoadResult(graph, section);
    out.bytes(LOAD_RESULT, section.toBytes());
    out.bytes(OBJECTS, graph.objects().toBytes());
    int count = graph.objects().count();
    out.deltaColumn(SHAPES, count, graph::shapeIndex);
    EdgesCodec.write(graph, out);
    GoroutinesCodec.write(graph.process(), out);
    Roots.Columns roots = graph.roots().columns();
    out.column(ROOT + "kind", roots.count(), roots.kinds()::applyAsInt);
    out.deltaColumn(ROOT + "place", roots.count(), roots.recordIndexes()::applyAsInt);
    out.deltaColumn(ROOT + "offset", roots.count(), roots.offsets());
    out.deltaColumn(ROOT + "value", roots.count(), roots.values());
    out.deltaColumn(ROOT + "target", roots.count(), roots.targets()::applyAsInt);
  }

  /**
   * Writes the referrers of all objects.
   *
   * @param storage for vectors that the Java heap is too small for
   */
  public static void writeReferrers(HeapGraph graph, Storage storage, IndexWriter out)
      throws IOException {
    int count = graph.objects().count();
    out.rows(REFERRERS, count, new ReverseEdgeRows(graph.edges(), count, storage));
  }

  private static void writeLoadResult(HeapGraph graph, SectionOutput out) {
    LoadResult loadResult = graph.loadResult();
    out.writeText(graph.process().versionRange());
    out.writeLong(graph.edgeCount());
    out.writeLong(graph.roots().outsideObjects());
    out.writeLong(loadResult.phantoms());
    out.writeByte(loadResult.rootsRead().code());
    out.writeLong(loadResult.outcome().end());
    out.writeText(loadResult.outcome().problem().orElse(""));
    out.writeBoolean(loadResult.outcome().trailing());
    out.writeInt(loadResult.warnings().size());
    for (String warning : loadResult.warnings()) {
      out.writeText(warning);
    }
    out.writeInt(loadResult.records().size());
    for (Map.Entry<RecordKind, Long> entry : loadResult.records().entrySet()) {
      out.writeByte(entry.getKey().tag());
      out.writeLong(entry.getValue());
    }
    out.writeInt(loadResult.otherRanges().size());
    for (FileRange part : loadResult.otherRanges()) {
      out.writeLong(part.start());
      out.writeLong(part.end());
    }
    out.writeInt(graph.shapes().size());
    for (Shape shape : graph.shapes()) {
      out.writeLong(shape.size());
      out.writeLong(shape.pointers());
      out.writeLong(shape.hash());
      out.writeByte(shape.offsets().length);
      for (long offset : shape.offsets()) {
        out.writeLong(offset);
      }
    }
  }

  /**
   * Opens a stored graph.
   *
   * @param source the dump
   * @param index the graph
   * @param referrers if they are stored; else they are computed when they are requested
   * @param budget for all pointers and vectors computed from them, should they be requested
   * @throws DamagedIndexException if it doesn't fit the dump
   */
  public static HeapGraph open(
      Source source, IndexFile index, Optional<IndexFile> referrers, MemoryBudget budget)
      throws IOException {
    SectionInput in = new SectionInput(LOAD_RESULT, index.bytes(LOAD_RESULT));
    try {
      return open(source, index, referrers, budget, in);
    } catch (FormatException e) {
      throw new DamagedIndexException("it doesn't fit the dump");
    }
  }

  private static HeapGraph open(
      Source source,
      IndexFile index,
      Optional<IndexFile> referrersPart,
      MemoryBudget budget,
      SectionInput in)
      throws IOException {
    String versionRange = in.readText();
    long edgeCount = in.readLong();
    long elsewhere = in.readLong();
    LoadResult loadResult = readLoadResult(in);
    List<Shape> shapes = readShapes(in);
    ObjectTable objects = ObjectTable.of(index.bytes(OBJECTS));
    Optional<PackedRows> referrers = referrersPart.map(part -> part.rows(REFERRERS));
    IntColumn shapeNumbers = index.deltaColumn(SHAPES, shapes.size());
    if (referrers.filter(rows -> rows.count() != objects.count()).isPresent()
        || shapeNumbers.size() != objects.count()) {
      throw new DamagedIndexException("its columns don't have a place for each object");
    }
    ProcessRecords others = new ProcessRecords();
    RecordReader reader = new RecordReader(source);
    for (FileRange part : loadResult.otherRanges()) {
      reader.read(others, part);
    }
    GoroutineState goroutines = GoroutinesCodec.open(index, loadResult.outcome().end());
    Roots roots = new Roots(roots(index, objects.count()), elsewhere);
    Lazy<MemoryBudget.Plan> plan =
        new Lazy<>(
            () -> {
              long otherBytes =
                  MemoryBudget.rootAndGoroutineBytes(
                      roots.count(), goroutines.frames().count(), goroutines.goroutines().size());
              return budget.planUnchecked(objects.count(), edgeCount, otherBytes);
            });
    Lazy<Edges> edges =
        new Lazy<>(() -> EdgesCodec.read(index, objects.count(), edgeCount, plan.get().graph()));
    Lazy<Edges> reversed = new Lazy<>(() -> edges.get().reversed(objects.count()));
    HeapGraph.Columns columns =
        new HeapGraph.Columns(
            edgeCount,
            edges,
            referrers.isPresent()
                ? referrers.get()::forEach
                : (object, visitor) -> reversed.get().forEach(object, visitor),
            shapes,
            shapeNumbers);
    return new HeapGraph(
        source,
        others.state(goroutines, objects, versionRange),
        loadResult,
        objects,
        roots,
        columns,
        plan);
  }

  private static Roots.Columns roots(IndexFile index, int objects) {
    IntColumn targets = index.deltaColumn(ROOT + "target", objects);
    int count = targets.size();
    return new Roots.Columns(
        count,
        GoroutinesCodec.withSize(index.column(ROOT + "kind", Roots.KIND_CODES), count),
        GoroutinesCodec.withSize(index.deltaColumn(ROOT + "place", Integer.MAX_VALUE), count),
        GoroutinesCodec.withSize(index.longDeltaColumn(ROOT + "offset"), count),
        GoroutinesCodec.withSize(index.longDeltaColumn(ROOT + "value"), count),
        targets);
  }

  private static LoadResult readLoadResult(SectionInput in) {
    long phantoms = in.readLong();
    LoadResult.RootsRead roots = Coded.ofCode(LoadResult.RootsRead.values(), in.readByte());
    long end = in.readLong();
    String problem = in.readText();
    ReadOutcome outcome =
        new ReadOutcome(end, Optional.of(problem).filter(p -> !p.isEmpty()), in.readBoolean());
    List<String> warnings = new ArrayList<>();
    for (int i = in.readCount(); i > 0; i--) {
      warnings.add(in.readText());
    }
    Map<RecordKind, Long> records = new EnumMap<>(RecordKind.class);
    for (int i = in.readCount(); i > 0; i--) {
      records.put(recordKind(in.readByte()), in.readLong());
    }
    List<FileRange> parts = new ArrayList<>();
    for (int i = in.readCount(); i > 0; i--) {
      parts.add(new FileRange(in.readLong(), in.readLong()));
    }
    return new LoadResult(
        records, phantoms, outcome, roots, List.copyOf(warnings), List.copyOf(parts));
  }

  private static RecordKind recordKind(int tag) {
    RecordKind kind = RecordKind.ofTag(tag);
    if (kind == null) {
      throw new DamagedIndexException("no record has the tag " + tag);
    }
    return kind;
  }

  private static List<Shape> readShapes(SectionInput in) {
    List<Shape> shapes = new ArrayList<>();
    for (int i = in.readCount(); i > 0; i--) {
      long size = in.readLong();
      long pointers = in.readLong();
      long hash = in.readLong();
      long[] offsets = new long[in.readByte() & 0xff];
      for (int o = 0; o < offsets.length; o++) {
        offsets[o] = in.readLong();
      }
      shapes.add(new Shape(size, pointers, offsets, hash));
    }
    return List.copyOf(shapes);
  }
}
