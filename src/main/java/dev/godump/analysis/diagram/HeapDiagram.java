package dev.godump.analysis.diagram;

import java.util.List;

/**
 * A part of a heap small enough to be drawn.
 *
 * @param title what part it is, in words
 * @param nodes objects and what holds roots
 * @param edges between nodes, which are known by their place in the list
 * @param omitted what there is of nodes at the top level that aren't in it; 0 where there is no
 *     such thing
 * @param omittedBytes what those retain
 */
public record HeapDiagram(
    String title, List<Node> nodes, List<Edge> edges, long omittedNodes, long omittedBytes) {

  /**
   * An object, or what holds roots.
   *
   * @param object its id, or -1
   * @param text what it is if it is no object, else empty
   * @param asked whether it was asked for
   * @param retained bytes; 0 of garbage, -1 where that is not told
   * @param above how many objects and roots point at it that are not in the diagram
   * @param below how many objects it leads to that are not in the diagram
   * @param belowBytes what those retain, where that is the diagram's subject; else 0
   */
  public record Node(
      int object,
      String label,
      boolean requested,
      long retained,
      long hiddenAbove,
      long hiddenBelow,
      long hiddenBelowBytes) {}

  /**
   * Pointers from one node to another, or that one dominates the other.
   *
   * @param offsets of the first pointers in the object they are in; none where there is no such
   *     thing
   * @param pointers how many there are
   * @param left how many objects on the way are left out; 0 where it is none
   */
  public record Edge(int from, int to, List<Long> offsets, long pointers, long omittedObjects) {}
}
