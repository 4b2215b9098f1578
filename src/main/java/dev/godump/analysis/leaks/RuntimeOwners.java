package dev.godump.analysis.leaks;

import dev.godump.binary.type.GoType;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.roots.RootLabel;
import dev.godump.heap.roots.RootOwners;
import dev.godump.heap.roots.RuntimeGlobals;
import dev.godump.types.ObjectType;
import java.util.Optional;

/**
 * Separates the runtime's variables and objects from the program's. Its list of goroutines, its
 * processors and its caches are not suspects, however much they hold.
 */
final class RuntimeOwners {
  private static final String HANDLES = "runtime/cgo.handles";

  private final SearchedHeap heap;

  RuntimeOwners(SearchedHeap heap) {
    this.heap = heap;
  }

  /** The name of the package variable that an owner is a word of; empty if unknown. */
  String variable(int owner) {
    if (heap.types.rootNames().isEmpty()) {
      return "";
    }
    long address =
        RootLabel.of(heap.graph, heap.tree.owners().get(owner).roots().getInt(0)).address();
    return heap.types.rootNames().get().globalAt(address).map(g -> g.name()).orElse("");
  }

  /** Whether a node is the runtime's own. */
  boolean isRuntime(int node) {
    int owner = heap.tree.owner(node);
    if (owner != RootOwners.NONE) {
      return heap.tree.owners().kind(owner) == RootOwners.Kind.GLOBAL
          && RuntimeGlobals.isRuntime(variable(owner));
    }
    int object = heap.tree.object(node);
    return object != ObjectTable.NONE
        && (heap.tree.owners().goroutineObjects().isG(object)
            || heap.tree.owners().goroutineObjects().isWaitRecord(object)
            || RuntimeGlobals.isRuntime(elementName(object)));
  }

  /** Whether a node is an object by which the runtime finds goroutines, such as runtime.allgs. */
  boolean isListOfGoroutines(int node) {
    int object = heap.tree.object(node);
    return object != ObjectTable.NONE && heap.tree.owners().goroutineObjects().isSpecial(object);
  }

  /** Whether an object has the values of a sync.Pool, for each processor. */
  boolean isPool(int object) {
    return object != ObjectTable.NONE && elementName(object).equals("sync.poolLocal");
  }

  /** Whether an owner is the table of all handles of runtime/cgo. */
  boolean isHandleTable(int owner) {
    return variable(owner).equals(HANDLES);
  }

  private String elementName(int object) {
    Optional<GoType> element = heap.types.typeOf(object).map(ObjectType::element);
    return element
        .map(t -> t.kind() == GoType.Kind.POINTER && t.elem() != null ? t.elem() : t)
        .map(GoType::name)
        .orElse("");
  }
}
