package dev.godump.analysis.leaks;

import dev.godump.analysis.waits.AwaitedObjects;
import dev.godump.analysis.waits.StuckGoroutines;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.RootKind;
import dev.godump.heap.dominators.DominatorChildren;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.paths.Exclusions;
import dev.godump.heap.paths.RootPaths;
import dev.godump.heap.roots.RuntimeGlobals;
import dev.godump.io.Lazy;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.RuntimeTypeName;
import dev.godump.types.layout.RecognizedStructure;
import dev.godump.types.layout.StructureRecognizer;
import dev.godump.types.program.Program;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A heap with what all parts of a search for leaks need. Not thread-safe. */
final class SearchedHeap {
  final HeapGraph graph;
  final HeapTypes types;
  final DominatorTree tree;
  final DominatorChildren children;
  final ObjectKinds kinds;
  final StructureRecognizer structures;
  final AwaitedObjects awaited;
  private final Supplier<RootPaths> fromProgram;
  private final Supplier<RootPaths> fromAll;
  private final Supplier<RootPaths> fromGlobals;
  private final Optional<Program> program;
  private final IntList cleanups;
  private @Nullable StuckGoroutines stuck;

  /**
   * @param program that wrote the dump, if known
   * @param cleanups ids of the objects that inferred cleanups point at
   */
  SearchedHeap(
      HeapGraph graph,
      HeapTypes types,
      DominatorTree tree,
      Optional<Program> program,
      IntList cleanups) {
    this.program = program;
    this.cleanups = cleanups;
    this.graph = graph;
    this.types = types;
    this.tree = tree;
    this.children = new DominatorChildren(tree);
    this.kinds = new ObjectKinds(graph, types);
    this.structures = new StructureRecognizer(graph);
    this.awaited = new AwaitedObjects(graph, tree.owners().goroutineObjects(), structures);
    this.fromProgram = new Lazy<>(() -> RootPaths.toAll(graph, runtimeRoots()));
    this.fromAll = new Lazy<>(() -> RootPaths.toAll(graph, Exclusions.NONE));
    this.fromGlobals = new Lazy<>(() -> RootPaths.toAll(graph, allButGlobals()));
  }

  /**
   * Shortest paths from the program's roots to an object and others; if there is none to it, from
   * all roots. The runtime's own lists, such as that of all pools, don't tell who holds an object,
   * nor do its frames.
   */
  RootPaths pathsTo(int object) {
    return fromProgram.get().hasPath(object) ? fromProgram.get() : fromAll.get();
  }

  /** Shortest paths from the program's package variables to all objects. */
  RootPaths pathsFromGlobals() {
    return fromGlobals.get();
  }

  private Exclusions allButGlobals() {
    BitSet excluded = runtimeVariables();
    for (int root = 0; root < graph.roots().count(); root++) {
      if (!graph.roots().isGlobal(root)) {
        excluded.set(root);
      }
    }
    return Exclusions.ofRoots(excluded);
  }

  private Exclusions runtimeRoots() {
    BitSet excluded = runtimeVariables();
    for (int root = 0; root < graph.roots().count(); root++) {
      if (graph.roots().kind(root) == RootKind.FRAME
          && graph
              .process()
              .frames()
              .function(graph.roots().recordIndex(root))
              .startsWith("runtime.")) {
        excluded.set(root);
      }
    }
    return excluded.isEmpty() ? Exclusions.NONE : Exclusions.ofRoots(excluded);
  }

  /** The roots that are variables of the runtime's own lists, as far as names are known. */
  BitSet runtimeVariables() {
    return RuntimeGlobals.roots(graph, types.rootNames());
  }

  /** The goroutines that can never go on. */
  StuckGoroutines stuck() throws IOException {
    StuckGoroutines known = stuck;
    if (known == null) {
      known = StuckGoroutines.of(graph, tree.owners(), awaited, program, cleanups);
      stuck = known;
    }
    return known;
  }

  /**
   * The object of a set that is nearest to a root, or {@link ObjectTable#NONE} if none is live;
   * among several that with the lowest address.
   */
  int nearest(IntSet members) {
    IdSet seen = new IdSet(graph.objects().count());
    IntArrayList level = new IntArrayList();
    for (int root = 0; root < graph.roots().count(); root++) {
      if (seen.add(graph.roots().target(root))) {
        level.add(graph.roots().target(root));
      }
    }
    while (!level.isEmpty()) {
      int nearest = level.intStream().filter(members::contains).min().orElse(ObjectTable.NONE);
      if (nearest != ObjectTable.NONE) {
        return nearest;
      }
      IntArrayList next = new IntArrayList();
      for (int object : level) {
        graph
            .edges()
            .forEach(
                object,
                target -> {
                  if (seen.add(target)) {
                    next.add(target);
                  }
                });
      }
      level = next;
    }
    return ObjectTable.NONE;
  }

  /** The kind of a node's object, or -1 if the node is not an object. */
  int kindOf(int node) {
    int object = tree.object(node);
    return object == ObjectTable.NONE ? -1 : kinds.of(object);
  }

  /** The full name of an object's type, or an empty string. */
  String typeName(int object) {
    return types.typeOf(object).map(ObjectType::name).orElse("");
  }

  /** Whether an object is the header or another part of a map or channel. */
  boolean isPart(int object) {
    return types.mapOrChannelOf(object).isPresent()
        || RuntimeTypeName.parse(typeName(object)).isPresent();
  }

  /** The map or channel with an object as its header, if it has its contents. */
  Optional<RecognizedStructure> structureOf(int object) throws IOException {
    return structures.recognize(object);
  }
}
