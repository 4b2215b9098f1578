package dev.godump.analysis;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Roots;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.function.IntPredicate;

/** Marks what roots reach without some pointer fields. One pass over the heap. */
public final class ReachableWithout {
  private final IdSet reached;
  private final IntArrayList pending = new IntArrayList();

  private ReachableWithout(HeapGraph graph) {
    this.reached = new IdSet(graph.objects().count());
  }

  /** Tells which pointer fields are ignored. */
  @FunctionalInterface
  public interface Fields {
    /**
     * Whether a field is ignored.
     *
     * @param offset of the field in the object, in bytes
     */
    boolean contains(int object, long offset);
  }

  /**
   * The objects that roots reach.
   *
   * @param partly objects that may have fields to ignore; those of others are not asked for
   */
  public static IdSet fields(HeapGraph graph, IntPredicate partly, Fields ignored)
      throws IOException {
    ReachableWithout marking = new ReachableWithout(graph);
    Roots roots = graph.roots();
    for (int root = 0; root < roots.count(); root++) {
      marking.reach(roots.target(root));
    }
    Edges edges = graph.edges();
    while (!marking.pending.isEmpty()) {
      int object = marking.pending.popInt();
      if (partly.test(object)) {
        for (PointerFields.Pointer field : PointerFields.of(graph, object)) {
          if (field.target() != ObjectTable.NONE && !ignored.contains(object, field.offset())) {
            marking.reach(field.target());
          }
        }
      } else {
        edges.forEach(object, marking::reach);
      }
    }
    return marking.reached;
  }

  private void reach(int object) {
    if (reached.add(object)) {
      pending.add(object);
    }
  }
}
