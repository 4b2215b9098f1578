package dev.godump.analysis.leaks;

import dev.godump.analysis.Retainers;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.layout.RecognizedStructure;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A part of the heap that retains much and looks like a leak.
 *
 * @param kind what it is
 * @param retained bytes that would be garbage without it
 * @param objects number of objects that would be garbage without it
 * @param accumulationPoint id of the object that holds it all, if there is one
 * @param owner id of the root owner that it is, or that dominates it; {@link RootOwners#NONE} if
 *     there is none
 * @param similar the largest group of similar objects in it
 * @param structure the map or channel that it is, if recognized
 * @param path the shortest path from a root to the accumulation point, or to one of the similar
 *     objects
 * @param cause its usual cause, if its structure supports one
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

  /** Kinds of suspects. */
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
    /** One large object. */
    OBJECT("object"),
    /** Goroutines with one state and stack. */
    GOROUTINES("goroutines"),
    /** Objects with finalizers that wait to run. */
    FINALIZERS("finalizers"),
    /** Similar objects that many roots keep alive. */
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
   * Objects with one shape in a suspect.
   *
   * @param shape its index in the graph's list of shapes
   * @param count number of objects
   * @param retained bytes they retain together
   * @param example id of the one with the lowest address
   */
  public record SimilarObjects(int shape, long count, long retained, int example) {
    SimilarObjects plus(SimilarObjects other) {
      return new SimilarObjects(
          shape, count + other.count, retained + other.retained, Math.min(example, other.example));
    }
  }
}
