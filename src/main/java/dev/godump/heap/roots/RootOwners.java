package dev.godump.heap.roots;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.types.program.RootNames;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;

/**
 * What roots belong to: global variables, goroutines, the frames of goroutines, finalizers. Roots
 * of one holder are one retainer. Without an executable a variable is a word of the data or BSS
 * segment. Goroutines of one state and stack have a holder above them, so that what they hold
 * together is known too. Holders are numbered from 0, each after the one above it. Kept in columns:
 * goroutines and their frames can be millions.
 */
public final class RootOwners {

  /** What a holder is. */
  public enum Kind {
    /** A word of the data or BSS segment. */
    GLOBAL("global"),
    /** Several goroutines of the same state and stack. */
    GOROUTINES("goroutines"),
    /** A goroutine: its frames, deferred calls, panics. */
    GOROUTINE("goroutine"),
    /** A frame of a goroutine. */
    FRAME("frame"),
    /** A registered finalizer. */
    FINALIZER("finalizer"),
    /** All finalizers that are queued to run. */
    FINALIZER_QUEUE("finalizer queue"),
    /** An other-root record. */
    OTHER("other");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The name in godump's output. */
    public String label() {
      return label;
    }
  }

  private static final Kind[] KINDS = Kind.values();

  /**
   * One holder.
   *
   * @param place in the list that {@link ProcessState} has of such things; of a group, the place of
   *     its first goroutine; of a global, its segment's
   * @param offset of a global's word in its segment, else -1
   * @param parent number of the holder above it, or -1
   * @param roots numbers of its own roots
   * @param below numbers of the holders below it
   */
  public record Owner(
      Kind kind, int index, long offset, int parent, IntArrayList roots, IntArrayList children) {}

  private final HeapGraph graph;
  private final Columns columns;

  /**
   * What there is of each holder, by its number, in the words of {@link Holder}.
   *
   * @param ofRoots the holder of each root
   * @param ofGoroutines of each goroutine's place the holder, or -1
   * @param ofGoroutinesLike of each goroutine's place the holder of all like it, or -1
   */
  record Columns(
      int count,
      IntUnaryOperator kindByOwner,
      IntUnaryOperator indexByOwner,
      IntToLongFunction offsetByOwner,
      IntUnaryOperator parentByOwner,
      IntFunction<IntArrayList> rootsByOwner,
      IntFunction<IntArrayList> childrenByOwner,
      IntUnaryOperator ownerByRoot,
      IntUnaryOperator ownerByGoroutine,
      IntUnaryOperator groupOwnerByGoroutine) {}

  RootOwners(HeapGraph graph, Columns columns) {
    this.graph = graph;
    this.columns = columns;
  }

  public static RootOwners of(HeapGraph graph) {
    return new RootOwners(graph, RootOwnerNumbering.of(graph));
  }

  Columns columns() {
    return columns;
  }

  /** How many there are. */
  public int count() {
    return columns.count;
  }

  /** One of them; made when it is asked for. */
  public Owner get(int id) {
    return new Owner(
        kind(id),
        columns.indexByOwner.applyAsInt(id),
        columns.offsetByOwner.applyAsLong(id),
        parent(id),
        columns.rootsByOwner.apply(id),
        columns.childrenByOwner.apply(id));
  }

  /** What one of them is. */
  public Kind kind(int id) {
    return KINDS[columns.kindByOwner.applyAsInt(id)];
  }

  /** The number of the holder above one, or -1. */
  public int parent(int id) {
    return columns.parentByOwner.applyAsInt(id);
  }

  /** The holder of a goroutine, by its place in the graph's list, or -1 if it holds nothing. */
  public int ownerOfGoroutine(int goroutine) {
    return columns.ownerByGoroutine.applyAsInt(goroutine);
  }

  /**
   * The holder of all goroutines like one, by its place in the graph's list: a group's, or its own;
   * -1 if they hold nothing.
   */
  public int ownerOfGoroutineGroup(int goroutine) {
    return columns.groupOwnerByGoroutine.applyAsInt(goroutine);
  }

  /** How many roots a holder has, with those of all holders below it. */
  public int rootsUnder(int id) {
    Owner owner = get(id);
    int count = owner.roots().size();
    for (int below : owner.children()) {
      count += rootsUnder(below);
    }
    return count;
  }

  /** The holder that a root belongs to. */
  public int ownerOfRoot(int root) {
    return columns.ownerByRoot.applyAsInt(root);
  }

  /** As {@link #text(int)}, of a global with its variable's name if that is known. */
  public String text(int id, Optional<RootNames> names) {
    Owner owner = get(id);
    return owner.kind() == Kind.GLOBAL
        ? RootLabel.of(graph, names, owner.roots().getInt(0)).text()
        : text(id);
  }

  /**
   * In words: {@code bss+0x40}, {@code goroutine 18}, {@code frame of main.worker in goroutine 18}.
   */
  public String text(int id) {
    Owner owner = get(id);
    ProcessState process = graph.process();
    return switch (owner.kind()) {
      case GOROUTINE -> "goroutine " + process.goroutines().get(owner.index()).id();
      case GOROUTINES -> "goroutines like " + process.goroutines().get(owner.index()).id();
      case FINALIZER_QUEUE -> "queue of finalizers to run";
      case FRAME -> {
        RootLabel goroutine = RootLabel.of(graph, owner.roots().getInt(0));
        yield "goroutine " + goroutine.goroutine() + ", " + goroutine.function();
      }
      case GLOBAL, FINALIZER, OTHER -> RootLabel.of(graph, owner.roots().getInt(0)).text();
    };
  }
}
