package dev.godump.graph.load;

import dev.godump.format.DumpRecord;
import dev.godump.format.RecordReader;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.MemoryBudget;
import dev.godump.graph.NotEnoughMemoryException;
import dev.godump.io.Source;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Loads the graph of a dump: reads it once, or twice more if its span layout must be found. */
public final class GraphLoader {
  private GraphLoader() {}

  /**
   * Loads a dump. A cut or damaged one gives the graph of its whole records; {@link
   * HeapGraph#loadResult} states what is missing.
   *
   * @param progress is called with the position in the file now and then
   * @param budget of memory for the graph
   * @throws dev.godump.format.FormatException if the file is not a readable dump
   * @throws NotEnoughMemoryException if the budget is too small
   */
  public static HeapGraph load(Source source, LongConsumer progress, MemoryBudget budget)
      throws IOException {
    RecordReader reader = new RecordReader(source);
    DumpRecord.Params params = reader.readParams();
    SpanLayout layout = SpanLayout.of(params);
    HeapGraph graph = build(source, reader, params, layout, progress, budget);
    if (!graph.loadResult().outcome().isComplete() || countsAgree(graph)) {
      return graph;
    }
    // the version text of a release may not reveal its span layout
    Optional<SpanLayout> better = LayoutFinder.find(source, layout.alternatives());
    if (better.isEmpty()) {
      return graph;
    }
    reader = new RecordReader(source);
    return build(source, reader, reader.readParams(), better.get(), progress, budget);
  }

  /** As {@link #load(Source, LongConsumer, MemoryBudget)}, in the Java heap whatever its size. */
  public static HeapGraph load(Source source, LongConsumer progress) throws IOException {
    return load(source, progress, MemoryBudget.HEAP);
  }

  private static HeapGraph build(
      Source source,
      RecordReader reader,
      DumpRecord.Params params,
      SpanLayout layout,
      LongConsumer progress,
      MemoryBudget budget)
      throws IOException {
    GraphBuilder builder = new GraphBuilder(params, layout, budget);
    builder.read(source, reader, progress);
    return builder.build(source, reader);
  }

  private static boolean countsAgree(HeapGraph graph) {
    return graph
        .process()
        .memStats()
        .map(stats -> stats.get("HeapObjects") == graph.objects().count())
        .orElse(true);
  }
}
