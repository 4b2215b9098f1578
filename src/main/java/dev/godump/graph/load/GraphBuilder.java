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
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Builds the graph of a dump: collects its records through {@link #visitor}, and resolves pointers
 * once all objects are known. Used once; not thread-safe.
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
    objects = new ObjectCollector(params.pointerSize(), layout, traits, budget);
    roots = new RootCollector(params.pointerSize());
  }

  /** Returns the visitor for all records after the Params record. */
  RecordVisitor visitor() {
    return new RecordTee(objects, process, goroutines, roots, traits);
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
