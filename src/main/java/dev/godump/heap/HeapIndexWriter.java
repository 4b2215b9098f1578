package dev.godump.heap;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.MemoryBudget;
import dev.godump.graph.store.GraphCodec;
import dev.godump.heap.dominators.DominatorTreeCodec;
import dev.godump.heap.dominators.RootSets;
import dev.godump.heap.dominators.TopObjects;
import dev.godump.heap.histogram.Histogram;
import dev.godump.heap.histogram.HistogramCodec;
import dev.godump.heap.paths.RootDistances;
import dev.godump.index.IndexWriter;
import dev.godump.io.Parallel;
import dev.godump.types.HeapTypes;
import dev.godump.types.TypesCodec;
import dev.godump.vector.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes parts of the index of a heap, and computes results that are missing for them, on two
 * threads: types on one, and on the other all results that don't need them. If memory is short, the
 * heap drops its tree on the way.
 */
final class HeapIndexWriter {
  /** The section of an answer. */
  static final String ANSWER = "answer";

  private final Heap heap;
  private final HeapGraph graph;
  private final Set<IndexPart> parts;
  private final Output out;
  private final Storage storage;

  /** Writes the parts of an index, each to a file of its own. */
  @FunctionalInterface
  interface Output {
    void put(IndexPart part, Content content) throws IOException;
  }

  /** The content of a part. */
  @FunctionalInterface
  interface Content {
    void write(IndexWriter out) throws IOException;
  }

  private HeapIndexWriter(Heap heap, Set<IndexPart> parts, Output out, Storage storage) {
    this.heap = heap;
    this.graph = heap.graph();
    this.parts = parts;
    this.out = out;
    this.storage = storage;
  }

  /** Returns all parts that the index of a plain dump can have. */
  static Set<IndexPart> allParts() {
    Set<IndexPart> all =
        new LinkedHashSet<>(
            List.of(
                IndexPart.GRAPH,
                IndexPart.REFERRERS,
                IndexPart.DISTANCES,
                IndexPart.DOMINATORS,
                IndexPart.ROOTS));
    for (Histogram.By by : Histogram.By.values()) {
      all.add(IndexPart.histogram(by));
    }
    all.add(IndexPart.TYPES);
    return all;
  }

  /**
   * Writes parts.
   *
   * @param memory for intermediate results
   */
  static void write(Heap heap, Set<IndexPart> parts, Output out, MemoryBudget memory)
      throws IOException {
    new HeapIndexWriter(heap, parts, out, memory.storageForAnalysis(heap.graph())).write();
  }

  private void write() throws IOException {
    Map<IndexPart, byte[]> answers = heap.computedAnswers();
    boolean typed = parts.stream().anyMatch(part -> part.typed() && !answers.containsKey(part));
    if (typed && !storage.isHeap()) {
      // types take as much memory as the results written concurrently
      heap.findTreeAndTypes();
      heap.types();
    }
    List<Histogram.By> uncounted = histogramsToCompute();
    if (!uncounted.isEmpty()) {
      // by this thread, before others use it
      heap.tree();
    }
    Parallel.Task<Optional<HeapTypes>> finding =
        Parallel.start(() -> typed ? Optional.of(heap.types()) : Optional.empty());
    Parallel.Task<Map<Histogram.By, Histogram>> counting =
        Parallel.start(() -> count(uncounted, finding));
    try {
      put(IndexPart.GRAPH, file -> GraphCodec.write(graph, file));
      put(IndexPart.RECORDS, file -> PackedDump.writeRecords(graph, file));
      put(IndexPart.REFERRERS, file -> GraphCodec.writeReferrers(graph, storage, file));
      put(IndexPart.DISTANCES, file -> RootDistances.write(graph, storage, file));
      put(
          IndexPart.DOMINATORS,
          file -> DominatorTreeCodec.write(graph, heap.tree(), storage, file));
      if (!storage.isHeap()) {
        counting.result();
      }
      put(IndexPart.ROOTS, this::writeRootSets);
      Map<IndexPart, Histogram> histograms = heap.computedHistograms();
      counting.result().forEach((by, counts) -> histograms.put(IndexPart.histogram(by), counts));
      for (Map.Entry<IndexPart, Histogram> entry : histograms.entrySet()) {
        put(entry.getKey(), file -> HistogramCodec.write(entry.getValue(), file));
      }
      for (Map.Entry<IndexPart, byte[]> entry : answers.entrySet()) {
        put(entry.getKey(), file -> file.bytes(ANSWER, entry.getValue()));
      }
      put(IndexPart.TYPES, file -> TypesCodec.write(heap.types(), graph.objects().count(), file));
      // last: whether it fits depends on the size of the others
      put(IndexPart.UNPACKED, file -> PackedDump.writeAll(graph.source(), file));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      // the tasks read the graph, which is closed next
      finding.await();
      counting.await();
    }
  }

  private void put(IndexPart part, Content content) throws IOException {
    if (parts.contains(part)) {
      out.put(part, content);
    }
  }

  private List<Histogram.By> histogramsToCompute() {
    return Stream.of(Histogram.By.values())
        .filter(by -> parts.contains(IndexPart.histogram(by)))
        .filter(by -> !heap.computedHistograms().containsKey(IndexPart.histogram(by)))
        .toList();
  }

  private Map<Histogram.By, Histogram> count(
      List<Histogram.By> kinds, Parallel.Task<Optional<HeapTypes>> types) {
    return kinds.isEmpty()
        ? Map.of()
        : Histogram.all(graph, heap.tree(), types.result().orElse(null), kinds, storage);
  }

  private void writeRootSets(IndexWriter file) throws IOException {
    TopObjects tops = new TopObjects(graph, heap.tree(), storage);
    if (!storage.isHeap()) {
      heap.dropTree();
    }
    RootSets.write(graph, tops, storage, file);
  }
}
