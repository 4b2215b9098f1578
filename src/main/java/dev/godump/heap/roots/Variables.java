package dev.godump.heap.roots;

import dev.godump.binary.dwarf.Global;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/** The roots in variables. */
public final class Variables {
  private Variables() {}

  /**
   * The roots in a variable, by address.
   *
   * @param variable at its address in the process
   */
  public static IntArrayList roots(HeapGraph graph, Global variable) {
    Roots roots = graph.roots();
    IntArrayList found = new IntArrayList();
    for (int root = 0; root < roots.count(); root++) {
      if (roots.isGlobal(root) || roots.kind(root) == RootKind.FRAME) {
        long offset = address(graph, root) - variable.address();
        if (offset >= 0 && offset < Math.max(1, variable.size())) {
          found.add(root);
        }
      }
    }
    return found;
  }

  /** The address of a root in a segment or frame. */
  private static long address(HeapGraph graph, int root) {
    int index = graph.roots().recordIndex(root);
    ProcessState process = graph.process();
    long start =
        graph.roots().isGlobal(root)
            ? process.segments().get(index).address()
            : process.frames().sp(index);
    return start + graph.roots().offset(root);
  }
}
