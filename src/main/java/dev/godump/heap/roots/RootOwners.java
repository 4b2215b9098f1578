package dev.godump.heap.roots;

import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.Roots;
import dev.godump.index.Coded;
import dev.godump.io.Lazy;
import dev.godump.types.program.RootNames;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * The owners of roots: global variables, goroutines, frames of goroutines, finalizers. Roots of one
 * owner count as one retainer; an owner can also hold objects {@linkplain #held without a root}.
 * Without an executable a variable is a word of the data or BSS segment. Goroutines with the same
 * state and stack have a common parent, so that the bytes they retain together are known too.
 * Owners are numbered from 0, parents before their children, and stored in columns, as there can be
 * millions of goroutines and frames.
 */
public final class RootOwners {

  /** The kinds of owners. */
  public enum Kind implements Coded {
    /** A word of the data or BSS segment. */
    GLOBAL("global", 0),
    /** Several goroutines of the same state and stack. */
    GOROUTINES("goroutines", 1),
    /** A goroutine: its frames, deferred calls, panics. */
    GOROUTINE("goroutine", 2),
    /** A frame of a goroutine. */
    FRAME("frame", 3),
    /** A registered finalizer. */
    FINALIZER("finalizer", 4),
    /** All finalizers that are queued to run. */
    FINALIZER_QUEUE("finalizer queue", 5),
    /** An other-root record. */
    OTHER("other", 6);

    private final String label;
    private final int code;

    Kind(String label, int code) {
      this.label = label;
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }

    /** The name in godump's output. */
    public String label() {
      return label;
    }
  }

  private static final Kind[] KIND_BY_CODE = Coded.byCode(Kind.values());

  /** All codes of {@link Kind} are below it. */
  static final int KIND_CODES = KIND_BY_CODE.length;

  /** In place of an id: no owner. */
  public static final int NONE = -1;

  /**
   * One owner.
   *
   * @param index in the list that {@link ProcessState} has for the kind; for a group, the index of
   *     its first goroutine; for a global, that of its segment
   * @param offset of a global's word in its segment, in bytes; else {@link Roots#NO_OFFSET}
   * @param parent id of the owner above it, or {@link #NONE}
   * @param roots its own roots, without those of its children
   * @param children ids of the owners below it
   */
  public record Owner(
      Kind kind, int index, long offset, int parent, IntArrayList roots, IntArrayList children) {}

  private final HeapGraph graph;
  private final Columns columns;
  private final Supplier<GoroutineObjects> goroutineObjects;

  /**
   * The columns that {@link Owner} is made of, each a function: it reads a vector in memory or a
   * column of an index, and the callers see no difference.
   *
   * @param ownerByGoroutine by index in the process's list; {@link #NONE} if it owns no roots
   * @param groupOwnerByGoroutine the owner for the goroutine's group; {@link #NONE} if there is
   *     none
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

  /**
   * @param goroutineObjects called once, when first needed
   */
  RootOwners(HeapGraph graph, Columns columns, Supplier<GoroutineObjects> goroutineObjects) {
    this.graph = graph;
    this.columns = columns;
    this.goroutineObjects = new Lazy<>(goroutineObjects);
  }

  public static RootOwners of(HeapGraph graph) {
    return new RootOwners(
        graph, RootOwnerNumbering.of(graph), () -> GoroutineObjectSearch.of(graph));
  }

  Columns columns() {
    return columns;
  }

  /** The number of owners. */
  public int count() {
    return columns.count;
  }

  /** Reads one owner. */
  public Owner get(int id) {
    return new Owner(
        kind(id),
        columns.indexByOwner.applyAsInt(id),
        columns.offsetByOwner.applyAsLong(id),
        parent(id),
        columns.rootsByOwner.apply(id),
        columns.childrenByOwner.apply(id));
  }

  /** The kind of an owner. */
  public Kind kind(int id) {
    return KIND_BY_CODE[columns.kindByOwner.applyAsInt(id)];
  }

  /** The owner above an owner, or {@link #NONE}. */
  public int parent(int id) {
    return columns.parentByOwner.applyAsInt(id);
  }

  /** The index of the goroutine that an owner is or is a part of, or {@link Goroutine#NONE}. */
  public int goroutineOf(int owner) {
    int at = owner;
    while (at != NONE && kind(at) != Kind.GOROUTINE) {
      at = parent(at);
    }
    return at == NONE ? Goroutine.NONE : columns.indexByOwner.applyAsInt(at);
  }

  /**
   * The owner for a goroutine, by its index in the process's list; {@link #NONE} if it owns no
   * roots.
   */
  public int ownerOfGoroutine(int goroutine) {
    return columns.ownerByGoroutine.applyAsInt(goroutine);
  }

  /**
   * The owner for the group of a goroutine, by the goroutine's index in the process's list; the
   * goroutine's own if it is alone; {@link #NONE} if they own no roots.
   */
  public int ownerOfGoroutineGroup(int goroutine) {
    return columns.groupOwnerByGoroutine.applyAsInt(goroutine);
  }

  /** The number of roots of an owner and all owners below it. */
  public int rootsUnder(int id) {
    Owner owner = get(id);
    int count = owner.roots().size();
    for (int below : owner.children()) {
      count += rootsUnder(below);
    }
    return count;
  }

  /** The objects in which the runtime keeps goroutines. The first call may read all pointers. */
  public GoroutineObjects goroutineObjects() {
    return goroutineObjects.get();
  }

  /**
   * The objects that an owner itself keeps alive other than by its roots: for a goroutine, its wait
   * records and what its g points at.
   */
  public IntArrayList held(int id) {
    if (kind(id) != Kind.GOROUTINE) {
      return new IntArrayList(0);
    }
    GoroutineObjects objects = goroutineObjects();
    int goroutine = columns.indexByOwner.applyAsInt(id);
    int g = objects.g(goroutine);
    IntArrayList held = new IntArrayList(objects.waitRecords(goroutine));
    if (g >= 0) {
      graph
          .edges()
          .forEach(
              g,
              target -> {
                if (target != g && !objects.isWaitRecord(target)) {
                  held.add(target);
                }
              });
    }
    return held;
  }

  /** The owner of a root. */
  public int ownerOfRoot(int root) {
    return columns.ownerByRoot.applyAsInt(root);
  }

  /** As {@link #text(int)}, with the variable's name for a global if that is known. */
  public String text(int id, Optional<RootNames> names) {
    Owner owner = get(id);
    return owner.kind() == Kind.GLOBAL
        ? RootLabel.of(graph, names, owner.roots().getInt(0)).text()
        : text(id);
  }

  /**
   * Describes an owner: {@code bss+0x40}, {@code goroutine 18}, {@code frame of main.worker in
   * goroutine 18}.
   */
  public String text(int id) {
    Owner owner = get(id);
    ProcessState process = graph.process();
    return switch (owner.kind()) {
      case GOROUTINE -> "goroutine " + process.goroutines().get(owner.index()).id();
      case GOROUTINES -> "goroutines like " + process.goroutines().get(owner.index()).id();
      case FINALIZER_QUEUE -> "queue of finalizers to run";
      case FRAME -> {
        RootLabel label = RootLabel.of(graph, owner.roots().getInt(0));
        yield "goroutine " + label.goroutine() + ", " + label.function();
      }
      case GLOBAL, FINALIZER, OTHER -> RootLabel.of(graph, owner.roots().getInt(0)).text();
    };
  }
}
