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
  public record Holder(
      Kind kind, int place, long offset, int parent, IntArrayList roots, IntArrayList below) {}

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
      IntUnaryOperator kinds,
      IntUnaryOperator places,
      IntToLongFunction offsets,
      IntUnaryOperator parents,
      IntFunction<IntArrayList> roots,
      IntFunction<IntArrayList> below,
      IntUnaryOperator ofRoots,
      IntUnaryOperator ofGoroutines,
      IntUnaryOperator ofGoroutinesLike) {}

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
  public Holder get(int number) {
    return new Holder(
        kind(number),
        columns.places.applyAsInt(number),
        columns.offsets.applyAsLong(number),
        parent(number),
        columns.roots.apply(number),
        columns.below.apply(number));
  }

  /** What one of them is. */
  public Kind kind(int number) {
    return KINDS[columns.kinds.applyAsInt(number)];
  }

  /** The number of the holder above one, or -1. */
  public int parent(int number) {
    return columns.parents.applyAsInt(number);
  }

  /** The holder of a goroutine, by its place in the graph's list, or -1 if it holds nothing. */
  public int ofGoroutine(int place) {
    return columns.ofGoroutines.applyAsInt(place);
  }

  /**
   * The holder of all goroutines like one, by its place in the graph's list: a group's, or its own;
   * -1 if they hold nothing.
   */
  public int ofGoroutinesLike(int place) {
    return columns.ofGoroutinesLike.applyAsInt(place);
  }

  /** How many roots a holder has, with those of all holders below it. */
  public int rootsUnder(int number) {
    Holder holder = get(number);
    int count = holder.roots().size();
    for (int below : holder.below()) {
      count += rootsUnder(below);
    }
    return count;
  }

  /** The holder that a root belongs to. */
  public int ofRoot(int root) {
    return columns.ofRoots.applyAsInt(root);
  }

  /** As {@link #text(int)}, of a global with its variable's name if that is known. */
  public String text(int number, Optional<RootNames> names) {
    Holder holder = get(number);
    return holder.kind() == Kind.GLOBAL
        ? RootLabel.of(graph, names, holder.roots().getInt(0)).text()
        : text(number);
  }

  /**
   * In words: {@code bss+0x40}, {@code goroutine 18}, {@code frame of main.worker in goroutine 18}.
   */
  public String text(int number) {
    Holder holder = get(number);
    ProcessState process = graph.process();
    return switch (holder.kind()) {
      case GOROUTINE -> "goroutine " + process.goroutines().get(holder.place()).id();
      case GOROUTINES -> "goroutines like " + process.goroutines().get(holder.place()).id();
      case FINALIZER_QUEUE -> "queue of finalizers to run";
      case FRAME -> {
        RootLabel place = RootLabel.of(graph, holder.roots().getInt(0));
        yield "goroutine " + place.goroutine() + ", " + place.function();
      }
      case GLOBAL, FINALIZER, OTHER -> RootLabel.of(graph, holder.roots().getInt(0)).text();
    };
  }
}
