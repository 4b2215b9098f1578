package dev.godump.analysis;

import dev.godump.binary.dwarf.Global;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.Variables;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.ints.IntLists;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a variable or a part of a value points at and keeps alive.
 *
 * @param roots the pointers in a variable; empty for a part of an object
 * @param retainedBytes of all objects that would be garbage without these pointers; for a part of
 *     an object, what its target retains. Empty if the dump lacks roots, the value has no pointers
 *     to objects, or its target is garbage
 * @param liveBytes of the heap
 */
public record VariableDetails(IntList roots, OptionalLong retainedBytes, long liveBytes) {

  /**
   * Finds the pointers of a value.
   *
   * @param variable at its address in the process
   * @param target the only object that the value points at, or {@link ObjectTable#NONE}
   */
  public static VariableDetails of(Heap heap, Global variable, int target) {
    HeapGraph graph = heap.graph();
    boolean inObject = graph.objects().find(variable.address()) != ObjectTable.NONE;
    IntArrayList roots = inObject ? new IntArrayList() : Variables.roots(graph, variable);
    if (!heap.reachability().isKnown()) {
      return new VariableDetails(IntLists.unmodifiable(roots), OptionalLong.empty(), 0);
    }
    DominatorTree tree = heap.tree();
    OptionalLong retained = OptionalLong.empty();
    if (inObject && target != ObjectTable.NONE && tree.isLive(target)) {
      retained = OptionalLong.of(tree.retainedByObject(target));
    } else if (roots.size() == 1 && graph.roots().isGlobal(roots.getInt(0))) {
      retained =
          OptionalLong.of(
              tree.retained(tree.nodeOfOwner(tree.owners().ownerOfRoot(roots.getInt(0)))));
    } else if (!roots.isEmpty()) {
      retained =
          OptionalLong.of(freedBytes(graph, tree, Cut.ofGlobal(graph, variable).stream().toList()));
    }
    return new VariableDetails(IntLists.unmodifiable(roots), retained, tree.liveBytes());
  }

  private static long freedBytes(HeapGraph graph, DominatorTree tree, List<Cut> cuts) {
    RemainingPaths remaining = new RemainingPaths(graph, cuts);
    long[] bytes = {0};
    graph
        .objects()
        .forEach(
            (id, address, size) ->
                bytes[0] += tree.isLive(id) && !remaining.isReached(id) ? size : 0);
    return bytes[0];
  }
}
