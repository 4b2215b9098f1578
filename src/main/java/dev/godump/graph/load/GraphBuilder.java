package dev.godump.graph.load;

import dev.godump.format.DumpRecord;
import dev.godump.format.RecordKind;
import dev.godump.format.RecordReader;
import dev.godump.format.RecordVisitor;
import dev.godump.graph.Edges;
import dev.godump.graph.GoroutineState;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.LoadResult;
import dev.godump.graph.MemoryBudget;
import dev.godump.graph.ObjectTable;
import dev.godump.io.Lazy;
import dev.godump.io.Source;
import dev.godump.vector.WideColumn;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Builds the graph of a dump: collects its records, and resolves pointers once all objects are
 * known. Used once; not thread-safe.
 */
final class GraphBuilder {
  private final MemoryBudget budget;
  private final VersionTraits traits;
  private final ProcessRecords process = new ProcessRecords();
  private final ObjectCollector objects;
  private final GoroutineCollector goroutines = new GoroutineCollector();
  private final RootCollector roots;

  /**
   * @param params first record of the dump
   */
  GraphBuilder(DumpRecord.Params params, SpanLayout layout, MemoryBudget budget) {
    this.budget = budget;
    traits = new VersionTraits(params);
    process.params(0, params);
    objects = new ObjectCollector(params, layout, traits, budget);
    roots = new RootCollector(params.pointerSize());
  }

  /**
   * Reads the records after the Params record.
   *
   * @param progress is called with the number of bytes read now and then
   */
  void read(Source source, RecordReader reader, LongConsumer progress) throws IOException {
    // pointers that tell the release are read in order, on this thread
    boolean inOrder = traits.needsPointers();
    read(reader, inOrder ? LongArrayList.of() : ObjectParts.starts(source, budget), progress);
  }

  /** As {@link #read(Source, RecordReader, LongConsumer)}, in parts from given positions on. */
  void read(RecordReader reader, LongArrayList starts, LongConsumer progress) throws IOException {
    RecordVisitor visitor = new RecordTee(objects, process, goroutines, roots, traits);
    new ObjectParts(reader, starts, objects::another).read(visitor, objects, progress);
  }

  /**
   * Builds the graph.
   *
   * @param reader of the dump, after the last record
   */
  HeapGraph build(Source source, RecordReader reader) throws IOException {
    ObjectTable table = objects.buildTable(process.memStats());
    MemoryBudget.Plan plan =
        budget.plan(
            table.count(),
            objects.pointers(),
            MemoryBudget.rootAndGoroutineBytes(
                roots.count(), goroutines.frameCount(), goroutines.count()));
    objects.moveTo(plan.graph());
    WideColumn shapeByObject = objects.shapesInIdOrder(table, plan.graph());
    Edges edges = objects.buildEdges(table, plan.graph());
    roots.addFinalizers(process.finalizers(), table, edges);
    GoroutineState state = goroutines.state();
    LoadResult loadResult =
        new LoadResult(
            counts(reader),
            objects.phantoms(),
            reader.outcome(),
            rootsRead(reader),
            LoadWarnings.of(reader.outcome(), objects, table, process.memStats()),
            reader.otherRanges());
    return new HeapGraph(
        source,
        process.state(state, table, versionRange(table)),
        loadResult,
        table,
        roots.resolve(table),
        columns(table, edges, shapeByObject),
        () -> plan);
  }

  private HeapGraph.Columns columns(ObjectTable table, Edges edges, WideColumn shapeByObject) {
    Lazy<Edges> reversed = new Lazy<>(() -> edges.reversed(table.count()));
    return new HeapGraph.Columns(
        edges.count(),
        () -> edges,
        (object, visitor) -> reversed.get().forEach(object, visitor),
        objects.shapes(),
        shapeByObject::get);
  }

  private String versionRange(ObjectTable table) {
    if (traits.isNamed()) {
      return traits.name();
    }
    return objects.phantoms() > 0
        ? VersionTraits.WITH_RESERVE
        : traits.range(address -> sizeAt(table, address));
  }

  private static long sizeAt(ObjectTable table, long address) {
    int object = table.find(address);
    return object == ObjectTable.NONE ? -1 : table.size(object);
  }

  private static Map<RecordKind, Long> counts(RecordReader reader) {
    Map<RecordKind, Long> counts = new EnumMap<>(RecordKind.class);
    for (RecordKind kind : RecordKind.values()) {
      if (reader.count(kind) > 0) {
        counts.put(kind, reader.count(kind));
      }
    }
    return counts;
  }

  private LoadResult.RootsRead rootsRead(RecordReader reader) {
    if (process.memStats() != null) {
      return LoadResult.RootsRead.ALL;
    }
    return reader.count(RecordKind.BSS) > 0
        ? LoadResult.RootsRead.MOST
        : LoadResult.RootsRead.TOO_FEW;
  }
}
