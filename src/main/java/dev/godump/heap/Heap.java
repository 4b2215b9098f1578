package dev.godump.heap;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.MemoryBudget;
import dev.godump.graph.RootKind;
import dev.godump.graph.store.GraphCodec;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.DominatorTreeCodec;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.dominators.RootSets;
import dev.godump.heap.dominators.TopObjects;
import dev.godump.heap.histogram.Histogram;
import dev.godump.heap.histogram.HistogramCodec;
import dev.godump.heap.paths.AvoidingPaths;
import dev.godump.heap.paths.Exclusions;
import dev.godump.heap.paths.RootDistances;
import dev.godump.heap.paths.RootPaths;
import dev.godump.heap.paths.ShortestPaths;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexWriter;
import dev.godump.io.BackgroundTask;
import dev.godump.io.Source;
import dev.godump.types.HeapTypes;
import dev.godump.types.TypesCodec;
import dev.godump.types.inference.InferredTypes;
import dev.godump.types.inference.TypeInference;
import dev.godump.types.program.Program;
import dev.godump.vector.Storage;
import it.unimi.dsi.fastutil.ints.IntCollection;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A graph and what is known of it: found out when it is first asked for, or read from an index. The
 * answers are the same. Not for use by several threads.
 */
public final class Heap implements Closeable {
  /** The types of so many objects are found in no time. */
  private static final int FEW_OBJECTS = 100_000;

  private final HeapGraph graph;

  /** Null where everything is found out. */
  private final IndexFile index;

  /** The executable that wrote the dump, if it is there. */
  private Optional<Program> program = Optional.empty();

  private DominatorTree tree;
  private Reachability reachability;
  private HeapTypes types;

  /** Null until types are inferred in this process. */
  private InferredTypes inferred;

  private Heap(HeapGraph graph, IndexFile index) {
    this.graph = graph;
    this.index = index;
  }

  /** A heap of which nothing is known but its graph. */
  public static Heap of(HeapGraph graph) {
    return new Heap(graph, null);
  }

  /**
   * The heap of a dump that has an index, which is not closed with it.
   *
   * @param room for all pointers, where a question is about all of the heap
   * @throws dev.godump.graph.index.DamagedIndexException if the index doesn't fit; so may any
   *     look-up later
   */
  public static Heap open(Source dump, IndexFile index, MemoryBudget memory) throws IOException {
    return new Heap(GraphCodec.open(dump, index, memory), index);
  }

  /** Says what program wrote the dump, before anything is asked that has to do with types. */
  public void setProgram(Program writer) {
    program = Optional.of(writer);
  }

  /** The program that wrote the dump, if it was given and is the right one. */
  public Optional<Program> program() {
    return program;
  }

  public HeapGraph graph() {
    return graph;
  }

  /** What dominates what. */
  public DominatorTree tree() {
    if (tree == null) {
      tree = index == null ? DominatorTree.of(graph) : DominatorTreeCodec.open(graph, index);
    }
    return tree;
  }

  /**
   * What dominates what, for a view that names objects next: with the executable, the types of all
   * objects are found at the same time.
   */
  public DominatorTree treeWithTypes() throws IOException {
    if (program.isPresent()) {
      findTreeAndTypes();
    }
    return tree();
  }

  /** Both wait for memory more than for the processor, and neither needs the other. */
  private void findTreeAndTypes() throws IOException {
    if (index != null || tree != null || types != null) {
      return;
    }
    BackgroundTask<DominatorTree> other = BackgroundTask.start(() -> DominatorTree.of(graph));
    try {
      infer();
    } finally {
      // it looks at the graph, which may be closed next
      other.await();
    }
    tree = other.result();
  }

  /** What is live. */
  public Reachability reachability() {
    if (reachability == null) {
      boolean byTree = index != null || tree != null;
      reachability = byTree ? Reachability.of(graph, tree()) : Reachability.of(graph);
    }
    return reachability;
  }

  /** The types of all objects. */
  public HeapTypes types() throws IOException {
    if (types == null) {
      types = index == null ? inferred().types() : TypesCodec.open(graph, program, index);
    }
    return types;
  }

  /**
   * The types of some objects. Of a large heap without the executable only those that are no
   * guesses, which takes less.
   *
   * @param wanted their ids
   */
  public HeapTypes types(IntCollection wanted) throws IOException {
    if (program.isPresent() || graph.objects().count() <= FEW_OBJECTS) {
      return types();
    }
    return index == null && types == null
        ? TypeInference.certain(graph, wanted)
        : types().withoutGuesses();
  }

  /**
   * What was found to be wrong with the executable's debugging information in this process:
   * sentences for a person.
   */
  public List<String> warnings() {
    return types == null ? List.of() : types.warnings();
  }

  /** The types of all objects, inferred in this process, with all pointers in typed values. */
  public InferredTypes inferred() throws IOException {
    if (inferred == null) {
      infer();
    }
    return inferred;
  }

  private void infer() throws IOException {
    inferred = TypeInference.infer(graph, program);
    types = inferred.types();
  }

  /** Objects counted by what they are. */
  public Histogram histogram(Histogram.By by) throws IOException {
    if (index != null) {
      return HistogramCodec.open(by, index);
    }
    // types are read from all of the dump, so not where they don't matter
    if (by.needsTypes()) {
      findTreeAndTypes();
    }
    return Histogram.of(graph, tree(), by.needsTypes() ? types() : null, by);
  }

  /** As {@link #histogram}, by type, shape or size, without what each row retains. */
  public Histogram counts(Histogram.By by) throws IOException {
    return index != null
        ? HistogramCodec.open(by, index).withoutRetained()
        : Histogram.ofCounts(graph, tree(), by.needsTypes() ? types() : null, by);
  }

  /**
   * Edges on the shortest path from a root to an object, 1 where one points at it; empty for
   * garbage.
   */
  public OptionalInt distanceTo(int object) {
    if (index != null) {
      int distance = RootDistances.open(index).distanceTo(object);
      return distance == 0 ? OptionalInt.empty() : OptionalInt.of(distance);
    }
    RootPaths paths = RootPaths.to(graph, object);
    return paths.hasPath(object) ? OptionalInt.of(paths.distanceTo(object)) : OptionalInt.empty();
  }

  /** Shortest paths to an object, and to others around it, through nothing that is excluded. */
  public ShortestPaths pathsAround(int target, Exclusions exclusions) {
    return index == null || !exclusions.isEmpty()
        ? RootPaths.around(graph, target, exclusions)
        : new AvoidingPaths(graph, tree(), RootDistances.open(index), target);
  }

  /** How many roots of each kind lead to an object over any path. */
  public Map<RootKind, Integer> rootKinds(int object) {
    Optional<Map<RootKind, Integer>> known =
        index == null ? Optional.empty() : RootSets.read(index, object);
    return known.orElseGet(() -> RootSets.rootKinds(graph, object));
  }

  /**
   * Writes all that is known of it, and finds out what isn't, on two threads: types on one, and
   * what they needn't be known for on the other. Its tree may be given up on the way, where there
   * is no room for it beside the rest; whoever asks for it later has it made anew.
   *
   * @param room for what is made on the way
   */
  public void write(IndexWriter out, MemoryBudget memory) throws IOException {
    Storage storage = memory.storageForAnalysis(graph);
    if (!storage.isHeap()) {
      // types take as much memory as what is written meanwhile
      findTreeAndTypes();
      types();
    }
    BackgroundTask<HeapTypes> finding = BackgroundTask.start(this::typesUnchecked);
    BackgroundTask<Map<Histogram.By, Histogram>> histograms = null;
    try {
      DominatorTree tree = tree();
      List<Histogram.By> all = List.of(Histogram.By.values());
      histograms =
          BackgroundTask.start(() -> Histogram.all(graph, tree, finding.result(), all, storage));
      GraphCodec.write(graph, storage, out);
      RootDistances.write(graph, storage, out);
      DominatorTreeCodec.write(graph, tree, storage, out);
      if (!storage.isHeap()) {
        histograms.result();
      }
      writeRootSets(storage, out);
      for (Map.Entry<Histogram.By, Histogram> entry : histograms.result().entrySet()) {
        HistogramCodec.write(entry.getKey(), entry.getValue(), out);
      }
      TypesCodec.write(types, graph.objects().count(), out);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      // they look at the graph, which is closed next
      finding.await();
      if (histograms != null) {
        histograms.await();
      }
    }
  }

  private HeapTypes typesUnchecked() {
    try {
      return types();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeRootSets(Storage storage, IndexWriter out) throws IOException {
    TopObjects tops = new TopObjects(graph, tree, storage);
    if (!storage.isHeap()) {
      tree = null;
      reachability = null;
    }
    RootSets.write(graph, tops, storage, out);
  }

  @Override
  public void close() throws IOException {
    graph.close();
  }
}
