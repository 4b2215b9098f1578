package dev.godump.analysis.leaks;

import dev.godump.analysis.Retainers;
import dev.godump.types.layout.RecognizedStructure;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something that retains a large part of the heap.
 *
 * @param kind what it is
 * @param retained bytes that would be garbage without it
 * @param objects how many objects would be
 * @param point the object at which it accumulates, if it is one
 * @param holder number of the holder of roots that it is, or hangs on; -1 if several lead to it
 * @param alike the largest group of alike objects that it holds
 * @param structure the map or channel that it is, where it is recognised
 * @param path the shortest path from a root to the point, or to one of the alike objects
 * @param cause what usually makes such a thing, where its shape supports it
 */
public record LeakSuspect(
    Kind kind,
    long retained,
    long objects,
    OptionalInt accumulationPoint,
    int owner,
    Optional<SimilarObjects> similar,
    Optional<RecognizedStructure> structure,
    Optional<Retainers.Path> path,
    Optional<LeakCause> cause) {

  /** What a suspect is. */
  public enum Kind {
    /** A map that holds many entries. */
    MAP("map"),
    /** A channel whose buffer holds many elements. */
    CHANNEL("channel"),
    /** An array, slice or struct that holds many objects. */
    COLLECTION("collection"),
    /** A chain of objects of one shape. */
    LIST("list"),
    /** Objects of one shape that branch. */
    TREE("tree"),
    /** One object that is large by itself. */
    OBJECT("object"),
    /** Goroutines of one state and stack. */
    GOROUTINES("goroutines"),
    /** Objects whose finalizers wait to run. */
    FINALIZERS("finalizers"),
    /** Alike objects that many roots lead to. */
    GROUP("group");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The name in godump's output. */
    public String label() {
      return label;
    }
  }

  /**
   * Objects of one shape under a suspect.
   *
   * @param shape their number in the graph's list of shapes
   * @param count how many there are
   * @param retained bytes they retain together
   * @param example one of them, the one with the lowest address
   */
  public record SimilarObjects(int shape, long count, long retained, int example) {}
}
