package dev.godump.analysis.leaks;

import dev.godump.graph.Goroutine;
import dev.godump.heap.paths.Exclusions;
import dev.godump.heap.paths.RootPaths;
import dev.godump.heap.roots.RootOwners;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/**
 * Names what goroutines wait for by what others know it as: a package variable, a field that one
 * leads to, or a local variable of a goroutine that doesn't wait for it. If there is none, by the
 * field or variable of a waiting goroutine. Not thread-safe.
 */
final class AwaitedNames {
  private final SearchedHeap heap;
  private final ObjectExpressions expressions;

  AwaitedNames(SearchedHeap heap) {
    this.heap = heap;
    this.expressions = new ObjectExpressions(heap);
  }

  /**
   * The name of an object that goroutines wait for; empty if it has none, or without types.
   *
   * @param goroutines indexes of those that wait for it
   */
  String of(int object, IntOpenHashSet goroutines) throws IOException {
    if (heap.types.rootNames().isEmpty()) {
      return "";
    }
    String global = nameOrEmpty(expressions.of(object, heap.pathsFromGlobals()).text());
    if (!global.isEmpty()) {
      return global;
    }
    String other = nameOrEmpty(expressions.of(object, withoutFramesOf(goroutines)).text());
    return other.isEmpty() ? nameOrEmpty(expressions.of(object).text()) : other;
  }

  /**
   * Names of the field that has an object, on a path from a package variable: the expression, and
   * the field by the type of its struct.
   */
  List<String> fromGlobals(int object) throws IOException {
    return heap.types.rootNames().isEmpty()
        ? List.of()
        : List.of(
            expressions.of(object, heap.pathsFromGlobals()).text(),
            expressions.byStruct(object, heap.pathsFromGlobals()));
  }

  /** The name of what is at an address, on a path from a package variable; may be empty. */
  String atFromGlobals(long address) throws IOException {
    return heap.types.rootNames().isEmpty()
        ? ""
        : expressions
            .at(address, heap.pathsFromGlobals())
            .map(ObjectExpressions.Field::text)
            .orElse("");
  }

  private static String nameOrEmpty(String text) {
    return isName(text) ? text : "";
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && !text.startsWith("runtime.")
        && !text.startsWith("closure for ")
        && !text.contains(" in runtime.");
  }

  private RootPaths withoutFramesOf(IntOpenHashSet goroutines) {
    BitSet excluded = heap.runtimeVariables();
    RootOwners owners = heap.tree.owners();
    for (int root = 0; root < heap.graph.roots().count(); root++) {
      int goroutine = owners.goroutineOf(owners.ownerOfRoot(root));
      if (goroutine != Goroutine.NONE && goroutines.contains(goroutine)) {
        excluded.set(root);
      }
    }
    return RootPaths.toAll(heap.graph, Exclusions.ofRoots(excluded));
  }
}
