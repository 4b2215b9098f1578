package dev.godump.heap.paths;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.types.HeapTypes;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.function.IntPredicate;

/**
 * Tells the runtime's own structures and stack frames from what the program made. The runtime
 * points at a channel from the records of all goroutines that wait for it; who has the channel says
 * more.
 */
public final class RuntimeReferrers {
  private static final String PACKAGE = "runtime.";

  private final HeapGraph graph;
  private final HeapTypes types;

  public RuntimeReferrers(HeapGraph graph, HeapTypes types) {
    this.graph = graph;
    this.types = types;
  }

  /** Whether an object is a structure of package runtime, such as a sudog. */
  public boolean isObject(int id) {
    return types.typeOf(id).filter(type -> type.name().startsWith(PACKAGE)).isPresent();
  }

  /** Whether a root is on the stack of a function of package runtime. */
  public boolean isRoot(int root) {
    return graph.roots().kind(root) == RootKind.FRAME
        && graph.process().frames().function(graph.roots().recordIndex(root)).startsWith(PACKAGE);
  }

  /** Returns objects or roots in the same order, but those of the runtime last. */
  public static IntArrayList last(IntArrayList all, IntPredicate ofRuntime) {
    IntArrayList sorted = only(all, ofRuntime.negate());
    sorted.addAll(only(all, ofRuntime));
    return sorted;
  }

  /** Returns those that a predicate selects, in the same order. */
  static IntArrayList only(IntArrayList all, IntPredicate selected) {
    return IntArrayList.toList(all.intStream().filter(selected));
  }
}
