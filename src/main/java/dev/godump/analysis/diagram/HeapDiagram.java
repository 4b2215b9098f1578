package dev.godump.analysis.diagram;

import dev.godump.graph.ObjectTable;
import java.util.List;

/**
 * A part of a heap that is small enough to draw.
 *
 * @param title the part in words
 * @param nodes objects and owners of roots
 * @param edges between nodes, which are identified by their index in the list
 * @param omittedNodes number of top-level nodes that are not shown; 0 if the diagram has no top
 *     level
 * @param omittedBytes bytes that those retain
 */
public record HeapDiagram(
    String title, List<Node> nodes, List<Edge> edges, long omittedNodes, long omittedBytes) {

  /**
   * An object or an owner of roots.
   *
   * @param object its id, or {@link ObjectTable#NONE}
   * @param label the owner in words; empty for an object
   * @param requested whether the diagram is about this object
   * @param retained bytes; 0 for garbage, {@link #NOT_SHOWN} if not shown
   * @param hiddenAbove number of objects and roots outside the diagram that point at it
   * @param hiddenBelow number of objects outside the diagram that it points at or dominates
   * @param hiddenBelowBytes bytes that those retain in a dominator diagram; else 0
   */
  public record Node(
      int object,
      String label,
      boolean requested,
      long retained,
      long hiddenAbove,
      long hiddenBelow,
      long hiddenBelowBytes) {
    private static final int NOT_SHOWN = -1;

    /** A root, in words. */
    static Node ofRoot(String label) {
      return new Node(ObjectTable.NONE, label, false, NOT_SHOWN, 0, 0, 0);
    }
  }

  /**
   * Pointers from one node to another, or dominance of one over the other.
   *
   * @param first the first pointers; empty if it is not a direct pointer of an object
   * @param pointers number of pointers
   * @param omittedObjects number of objects on the path that are not shown
   */
  public record Edge(int from, int to, List<Field> first, long pointers, long omittedObjects) {}

  /**
   * A pointer field.
   *
   * @param object id of the object with the field: the node's, or that of a part of the map whose
   *     header the node is
   */
  public record Field(int object, long offset) {}
}
