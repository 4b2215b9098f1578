package dev.godump.analysis.leaks;

import dev.godump.analysis.Retainers;
import dev.godump.analysis.signature.Signature;
import dev.godump.format.DumpRecord;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.layout.RecognizedStructure;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A part of the heap that retains much.
 *
 * @param kind what it is
 * @param retained bytes that would be garbage without it; for stacks, their bytes
 * @param objects number of objects that would be garbage without it
 * @param subject its name
 * @param signature identifies it across processes
 * @param accumulationPoint id of the object that holds it all, if there is one
 * @param owner id of the root owner that it is, or that dominates it; {@link RootOwners#NONE} if
 *     there is none
 * @param goroutines indexes of the goroutines that it consists of, in the process's list; else
 *     empty
 * @param similar the largest group of similar objects in it
 * @param bulk the objects of the kind with most bytes among all that would be garbage, with their
 *     own bytes as retained
 * @param structure the map or channel that it is, if recognized
 * @param path the shortest path from a root to the accumulation point, or to one of the similar
 *     objects
 * @param within index of the suspect, in the list of all, that it is a part of; -1 if there is none
 * @param causes what its contents show, the main cause first
 * @param allocation where most of it was allocated, if the profile sampled any of it
 */
public record LeakSuspect(
    Kind kind,
    long retained,
    long objects,
    LeakSubject subject,
    Signature signature,
    OptionalInt accumulationPoint,
    int owner,
    IntList goroutines,
    Optional<SimilarObjects> similar,
    Optional<SimilarObjects> bulk,
    Optional<RecognizedStructure> structure,
    Optional<Retainers.Path> path,
    int within,
    List<LeakCause> causes,
    Optional<Allocation> allocation) {

  /** Makes a suspect that is not counted as live, so no root owner, path or allocation is known. */
  static LeakSuspect notLive(
      Kind kind,
      long retained,
      long objects,
      String name,
      Signature signature,
      OptionalInt accumulationPoint,
      Optional<SimilarObjects> similar,
      List<LeakCause> causes) {
    return new LeakSuspect(
        kind,
        retained,
        objects,
        new LeakSubject(name, "", ""),
        signature,
        accumulationPoint,
        RootOwners.NONE,
        IntList.of(),
        similar,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        -1,
        List.copyOf(causes),
        Optional.empty());
  }

  /** The same suspect within another, or within none for -1. */
  LeakSuspect within(int other) {
    return with(goroutines, other, causes);
  }

  /** The same suspect as one that consists of goroutines. */
  LeakSuspect of(IntList members) {
    return with(members, within, causes);
  }

  /** The same suspect with one more cause, if there is one, as the main cause. */
  LeakSuspect because(Optional<LeakCause> cause) {
    return with(goroutines, within, Stream.concat(cause.stream(), causes.stream()).toList());
  }

  private LeakSuspect with(IntList members, int other, List<LeakCause> why) {
    return new LeakSuspect(
        kind,
        retained,
        objects,
        subject,
        signature,
        accumulationPoint,
        owner,
        members,
        similar,
        bulk,
        structure,
        path,
        other,
        why,
        allocation);
  }

  /** Bytes of the values that its blocked goroutines send, which are not counted as live. */
  public long valuesSent() {
    return causes.stream()
        .mapToLong(cause -> cause instanceof LeakCause.ValuesSent sent ? sent.bytes() : 0)
        .sum();
  }

  /** Kinds of suspects. */
  public enum Kind {
    /** A map that holds many entries. */
    MAP("map"),
    /** A channel whose buffer holds many elements. */
    CHANNEL("channel"),
    /** An array, slice or struct that holds many objects. */
    COLLECTION("collection"),
    /** A chain of objects of one type or shape. */
    LIST("list"),
    /** Objects of one type or shape that branch. */
    TREE("tree"),
    /** One large object. */
    OBJECT("object"),
    /** Goroutines with one state and stack, or of functions that work together. */
    GOROUTINES("goroutines"),
    /** Objects with finalizers that wait to run. */
    FINALIZERS("finalizers"),
    /** Objects with finalizers that reach themselves. */
    FINALIZER_CYCLE("finalizer_cycle"),
    /** What only inferred cleanups keep alive; not counted as live. */
    CLEANUPS("cleanups"),
    /** What only stack variables keep alive that a dump doesn't list; not counted as live. */
    STACK_VARIABLES("stack_variables"),
    /** All pointers of one package variable. */
    VARIABLE("variable"),
    /** Pending timers. */
    TIMERS("timers"),
    /** The values of one sync.Pool. */
    POOL("pool"),
    /** Stacks of goroutines, which are not objects. */
    STACKS("stacks"),
    /** Similar objects that no single owner keeps alive. */
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
   * The call that allocated most of the sampled objects.
   *
   * @param count of sampled objects that it allocated
   * @param sampled number of all sampled objects
   */
  public record Allocation(DumpRecord.StackEntry call, long count, long sampled) {}

  /** The main cause, if any. */
  public Optional<LeakCause> cause() {
    return causes.stream().findFirst();
  }

  /**
   * Objects of one kind in a suspect.
   *
   * @param kind its number in the search
   * @param type full name of their type, {@code []T} for arrays; empty if unknown
   * @param count number of objects
   * @param retained bytes they retain together
   * @param example id of the one with the lowest address
   */
  public record SimilarObjects(int kind, String type, long count, long retained, int example) {
    SimilarObjects plus(SimilarObjects other) {
      return new SimilarObjects(
          kind,
          type,
          count + other.count,
          retained + other.retained,
          Math.min(example, other.example));
    }
  }
}
