package dev.godump.heap;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.MemoryBudget;
import dev.godump.graph.RootKind;
import dev.godump.graph.store.GraphCodec;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.DominatorTreeCodec;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.dominators.RootSets;
import dev.godump.heap.histogram.Histogram;
import dev.godump.heap.paths.AvoidingPaths;
import dev.godump.heap.paths.Exclusions;
import dev.godump.heap.paths.RootDistances;
import dev.godump.heap.paths.RootPaths;
import dev.godump.heap.paths.ShortestPaths;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexParts;
import dev.godump.io.Parallel;
import dev.godump.io.Source;
import dev.godump.types.HeapTypes;
import dev.godump.types.TypesCodec;
import dev.godump.types.inference.InferredTypes;
import dev.godump.types.inference.TypeInference;
import dev.godump.types.inference.TypedPointers;
import dev.godump.types.program.Program;
import it.unimi.dsi.fastutil.ints.IntCollection;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A graph and the results derived from it, computed on first use or read from an index; both give
 * the same answers. Not thread-safe.
 */
public final class Heap implements Closeable {
  /** Types of up to this many objects are inferred without noticeable delay. */
  private static final int FEW_OBJECTS = 100_000;

  private final HeapGraph graph;

  /** The results that were written before; {@link IndexParts#NONE} if everything is computed. */
  private IndexParts index;

  /** The parts that were needed and are not in the index. */
  private final Set<IndexPart> missing = new LinkedHashSet<>();

  private final Histograms histograms = new Histograms(this);

  private final HeapAnswers answers = new HeapAnswers(this);

  /** The executable that wrote the dump, if available. */
  private Optional<Program> program = Optional.empty();

  private @Nullable DominatorTree tree;
  private @Nullable Reachability reachability;
  private @Nullable HeapTypes types;

  /** Null until all pointers in typed values are needed. */
  private @Nullable InferredTypes inferred;

  /** For a heap of what unrecorded roots keep, the whole heap, which knows the types; else null. */
  private final @Nullable Heap whole;

  private final HeapPart part;

  private final UnrecordedParts unrecorded = new UnrecordedParts(this);

  private Heap(HeapGraph graph, IndexParts index, HeapPart part, @Nullable Heap whole) {
    this.graph = graph;
    this.index = index;
    this.part = part;
    this.whole = whole;
  }

  /** Makes a heap that computes everything from its graph. */
  public static Heap of(HeapGraph graph) {
    return new Heap(graph, IndexParts.NONE, HeapPart.RECORDED, null);
  }

  /**
   * Opens the heap of a dump that has an index, which must have the graph; results that are not in
   * it are computed. Closing the heap does not close the index.
   *
   * @param memory for all pointers and what is computed from them, if an analysis needs them
   * @throws dev.godump.index.DamagedIndexException if the index is not of this dump; any later
   *     look-up may throw it too
   */
  public static Heap open(Source dump, IndexParts index, MemoryBudget memory) throws IOException {
    IndexFile graph =
        index
            .part(IndexPart.GRAPH.name())
            .orElseThrow(() -> new DamagedIndexException("it has no graph"));
    return new Heap(
        GraphCodec.open(dump, graph, index.part(IndexPart.REFERRERS.name()), memory),
        index,
        HeapPart.RECORDED,
        null);
  }

  /** Whether the index has a part. */
  boolean has(IndexPart part) {
    return index.part(part.name()).isPresent();
  }

  /** Returns a part of the index; if it is not there, notes that it was needed. */
  Optional<IndexFile> stored(IndexPart part) {
    Optional<IndexFile> file = index.part(part.name());
    if (file.isEmpty()) {
      missing.add(part);
    }
    return file;
  }

  /** Returns the parts that answers needed and that are not in the index. */
  Set<IndexPart> missing() {
    boolean spooled = graph.source().isSpooled();
    if (!has(IndexPart.GRAPH)) {
      missing.add(IndexPart.GRAPH);
      if (spooled && PackedDump.hasFewRecords(graph)) {
        missing.add(IndexPart.RECORDS);
      }
    } else if (spooled) {
      // an answer from the index needed bytes that are not in it
      missing.add(IndexPart.UNPACKED);
    }
    if (graph.areReferrersUsed() && !has(IndexPart.REFERRERS)) {
      missing.add(IndexPart.REFERRERS);
    }
    return Set.copyOf(missing);
  }

  /** Whether the dump is compressed, if the index doesn't have all its bytes. */
  boolean isPacked() {
    return graph.source().isSpooled() || has(IndexPart.RECORDS);
  }

  /** Has the index keep all bytes of the dump, if it is compressed. */
  public void keepUnpacked() {
    if (isPacked() && !has(IndexPart.UNPACKED)) {
      missing.add(IndexPart.UNPACKED);
    }
  }

  /** Has the index get all parts that any question needs, as far as it lacks them. */
  public void keepAllParts() {
    HeapIndexWriter.allParts().stream().filter(each -> !has(each)).forEach(missing::add);
  }

  /** Sets the program that wrote the dump. Call it before anything that uses types. */
  public void setProgram(Program writer) {
    program = Optional.of(writer);
  }

  /** The program that wrote the dump, if it was set. */
  public Optional<Program> program() {
    return program;
  }

  /**
   * Leaves stored types aside: they come from another executable than {@link #program}, or none.
   */
  public void forgetTypes() {
    index = index.only(part -> !DumpIndex.isTyped(part));
  }

  /** Whether types come from the executable, or came from it when the index was written. */
  public boolean hasProgramTypes() {
    return program.isPresent()
        || index.part(IndexPart.TYPES.name()).filter(DumpIndex::hasProgramTypes).isPresent()
        || (whole != null && whole.hasProgramTypes());
  }

  public HeapGraph graph() {
    return graph;
  }

  /** The dominator tree. */
  public DominatorTree tree() {
    DominatorTree known = tree;
    if (known == null) {
      known =
          stored(IndexPart.DOMINATORS)
              .map(part -> DominatorTreeCodec.open(graph, part))
              .orElseGet(() -> DominatorTree.of(graph));
      tree = known;
    }
    return known;
  }

  /**
   * The dominator tree, for a view that shows types next: with the executable, the types of all
   * objects are inferred concurrently.
   */
  public DominatorTree treeWithTypes() throws IOException {
    if (program.isPresent()) {
      findTreeAndTypes();
    }
    return tree();
  }

  /**
   * Computes the tree and the types concurrently: they are independent, and wait for memory more
   * than for the CPU.
   */
  void findTreeAndTypes() throws IOException {
    if (whole != null
        || tree != null
        || types != null
        || stored(IndexPart.DOMINATORS).isPresent()
        || stored(IndexPart.TYPES).isPresent()) {
      return;
    }
    Parallel.Task<DominatorTree> other = Parallel.start(() -> DominatorTree.of(graph));
    try {
      infer();
    } finally {
      // the task reads the graph, which may be closed next
      other.await();
    }
    tree = other.result();
  }

  /** The live objects. */
  public Reachability reachability() {
    Reachability known = reachability;
    if (known == null) {
      boolean byTree = tree != null || has(IndexPart.DOMINATORS);
      known = byTree ? Reachability.of(graph, tree()) : Reachability.of(graph);
      reachability = known;
    }
    return known;
  }

  /** What roots keep alive that the dump has no records of. */
  public UnrecordedParts unrecorded() {
    return unrecorded;
  }

  /** A heap with the types of this, for a view of its graph. */
  Heap part(HeapGraph view, HeapPart kind) {
    Heap kept = new Heap(view, IndexParts.NONE, kind, this);
    kept.program = program;
    return kept;
  }

  /** Which part of the heap this is. */
  public HeapPart part() {
    return part;
  }

  /** The types of all objects. */
  public HeapTypes types() throws IOException {
    HeapTypes known = types;
    if (known == null && whole != null) {
      known = whole.types().of(graph);
      types = known;
    }
    if (known == null) {
      Optional<IndexFile> part = stored(IndexPart.TYPES);
      known = part.isPresent() ? TypesCodec.open(graph, program, part.get()) : inferred().types();
      types = known;
    }
    return known;
  }

  /**
   * The types of some objects. In a large heap without the executable, guesses are left out, which
   * is faster.
   *
   * @param objects their ids
   */
  public HeapTypes types(IntCollection objects) throws IOException {
    if (whole != null) {
      return whole.types(objects).of(graph);
    }
    if (program.isPresent() || graph.objects().count() <= FEW_OBJECTS) {
      return types();
    }
    return types == null && !has(IndexPart.TYPES)
        ? TypeInference.certain(graph, objects)
        : types().withoutGuesses();
  }

  /**
   * Warnings about the executable's debugging information, one sentence each; empty until types are
   * inferred.
   */
  public List<String> warnings() {
    return types == null ? List.of() : types.warnings();
  }

  /**
   * The types of all objects with all pointers in typed values. An index keeps enough of the types
   * of an executable; guesses are made again.
   */
  public InferredTypes inferred() throws IOException {
    if (whole != null) {
      return whole.inferred();
    }
    if (inferred != null) {
      return inferred;
    }
    boolean described = stored(IndexPart.TYPES).filter(DumpIndex::hasProgramTypes).isPresent();
    if (!described || program.isEmpty()) {
      return infer();
    }
    InferredTypes restored =
        new InferredTypes(types(), TypedPointers.restored(graph, types(), program.get()));
    inferred = restored;
    return restored;
  }

  private InferredTypes infer() throws IOException {
    InferredTypes all = TypeInference.infer(graph, program);
    inferred = all;
    types = all.types();
    return all;
  }

  /** Counts and sizes of objects, grouped. */
  public Histogram histogram(Histogram.By by) throws IOException {
    return histograms.histogram(by);
  }

  /** As {@link #histogram}, but without the bytes each row retains. */
  public Histogram counts(Histogram.By by) throws IOException {
    return histograms.counts(by);
  }

  /**
   * Edges on the shortest path from a root to an object, 1 if a root points at it; empty for
   * garbage.
   */
  public OptionalInt distanceTo(int object) {
    Optional<IndexFile> distances = stored(IndexPart.DISTANCES);
    if (distances.isPresent()) {
      int distance = RootDistances.open(distances.get()).distanceTo(object);
      return distance == 0 ? OptionalInt.empty() : OptionalInt.of(distance);
    }
    RootPaths paths = RootPaths.to(graph, object);
    return paths.hasPath(object) ? OptionalInt.of(paths.distanceTo(object)) : OptionalInt.empty();
  }

  /** Edges on the shortest path from a root to each object, 0 for garbage. */
  public IntUnaryOperator distances() {
    return stored(IndexPart.DISTANCES)
        .<IntUnaryOperator>map(file -> RootDistances.open(file)::distanceTo)
        .orElseGet(() -> RootDistances.of(graph));
  }

  /** Shortest paths to an object and its referrers that avoid everything excluded. */
  public ShortestPaths pathsAround(int target, Exclusions exclusions) {
    Optional<IndexFile> distances =
        exclusions.isEmpty() ? stored(IndexPart.DISTANCES) : Optional.empty();
    if (distances.isEmpty()
        || stored(IndexPart.REFERRERS).isEmpty()
        || tree().owners().goroutineObjects().isSpecial(target)) {
      return RootPaths.around(graph, target, exclusions);
    }
    return new AvoidingPaths(graph, tree(), RootDistances.open(distances.get()), target);
  }

  /**
   * Shortest paths to each of several live objects. Without an index, one search finds those to all
   * objects.
   */
  public IntFunction<ShortestPaths> pathsToEach() {
    if (stored(IndexPart.DISTANCES).isPresent() && stored(IndexPart.REFERRERS).isPresent()) {
      return object -> pathsAround(object, Exclusions.NONE);
    }
    RootPaths all = RootPaths.toAll(graph, Exclusions.NONE);
    return object -> all;
  }

  /** The number of roots of each kind that reach an object over any path. */
  public Map<RootKind, Integer> rootKinds(int object) {
    return stored(IndexPart.ROOTS)
        .flatMap(part -> RootSets.read(part, object, graph.roots().count()))
        .orElseGet(() -> RootSets.rootKinds(graph, object));
  }

  /**
   * Retained sizes, by pointers alone, of the objects for which they differ from the tree's; see
   * {@link DominatorTree#retainedByObject}.
   */
  public SortedMap<Integer, Long> retainedByGoroutineObjects() throws IOException {
    return kept(new GoroutineObjectSizes(tree()));
  }

  /**
   * Retained sizes of objects by pointers alone, each in the part of the heap that it is in; 0 for
   * garbage.
   */
  public IntToLongFunction retainedByObject() throws IOException {
    SortedMap<Integer, Long> special = retainedByGoroutineObjects();
    List<DominatorTree> trees = unrecorded.heaps().stream().map(Heap::tree).toList();
    return id -> {
      Long known = special.get(id);
      return known == null ? retainedIn(trees, id) : known;
    };
  }

  /** An object is live in one of the trees at most, and retains nothing in the others. */
  private static long retainedIn(List<DominatorTree> trees, int object) {
    long retained = 0;
    for (int i = 0; i < trees.size() && retained == 0; i++) {
      retained = trees.get(i).retainedByObject(object);
    }
    return retained;
  }

  /**
   * Returns an answer from the index; else computes it, for the index to keep. The same object is
   * returned each time.
   */
  public <T> T kept(KeptAnswer<T> answer) throws IOException {
    return answers.kept(answer);
  }

  /** Whether answers needed parts that the index lacks. */
  public boolean lacksParts() {
    return !missing().isEmpty();
  }

  /** Returns what was computed before, else computes it; for answers that are asked for again. */
  public <T> T once(Class<T> type, Parallel.Work<T> compute) throws IOException {
    return answers.once(type, compute);
  }

  /** Returns the answers that were computed, as the bytes of their parts. */
  Map<IndexPart, byte[]> computedAnswers() {
    return answers.computed();
  }

  /** Returns the histograms that were computed, by the part that each is; may be added to. */
  Map<IndexPart, Histogram> computedHistograms() {
    return histograms.computed();
  }

  /** Drops the dominator tree, to save memory; it is computed again when next used. */
  void dropTree() {
    tree = null;
    reachability = null;
  }

  @Override
  public void close() throws IOException {
    graph.close();
  }
}
