package dev.godump.heap.roots;

import dev.godump.binary.dwarf.Global;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/** The roots in package variables. */
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
      if (roots.kind(root) == RootKind.DATA || roots.kind(root) == RootKind.BSS) {
        long address =
            graph.process().segments().get(roots.recordIndex(root)).address() + roots.offset(root);
        long offset = address - variable.address();
        if (offset >= 0 && offset < Math.max(1, variable.size())) {
          found.add(root);
        }
      }
    }
    return found;
  }
}
