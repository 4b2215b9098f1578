package dev.godump.heap.paths;

import dev.godump.graph.ObjectTable;
import java.util.Arrays;

/**
 * Computes a value of each object on a path from the value of its predecessor, once per object,
 * however many paths share it. Time is proportional to the number of objects visited, not to the
 * length of their paths. Takes 4 bytes per object of the heap. Not thread-safe.
 *
 * @param <E> thrown by the computation
 */
public final class PathOrder<E extends Exception> {
  private static final int NONE = ObjectTable.NONE;

  /** The value of an object is not known yet. */
  private static final int UNKNOWN = -1;

  /** Computes the value of an object from that of its predecessor. */
  @FunctionalInterface
  public interface Computation<E extends Exception> {
    /**
     * @param predecessor the object before it on its path, which has a value, or {@link
     *     ObjectTable#NONE} for the first
     * @return not negative
     */
    int value(int object, int predecessor) throws E;
  }

  private final RootPaths paths;
  private final Computation<E> computation;

  /**
   * The value, or UNKNOWN. While a path is followed up to an object with a value: {@code -3 -
   * successor}, so that the way back down takes no stack.
   */
  private final int[] valueByObject;

  /**
   * @param objects number of objects in the heap
   */
  public PathOrder(RootPaths paths, int objects, Computation<E> computation) {
    this.paths = paths;
    this.computation = computation;
    this.valueByObject = new int[objects];
    Arrays.fill(valueByObject, UNKNOWN);
  }

  /** Returns the value of an object on a path; computes those before it first. */
  public int visit(int object) throws E {
    int successor = NONE;
    int at = object;
    while (at != NONE && valueByObject[at] == UNKNOWN) {
      valueByObject[at] = -3 - successor;
      successor = at;
      at = paths.predecessor(at);
    }
    while (successor != NONE) {
      int next = -3 - valueByObject[successor];
      valueByObject[successor] = computation.value(successor, at);
      at = successor;
      successor = next;
    }
    return valueByObject[at];
  }

  /** Returns the value of an object that was visited, or is before one that was. */
  public int valueOf(int object) {
    return valueByObject[object];
  }
}
