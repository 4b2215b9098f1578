package dev.godump.heap.roots;

import dev.godump.graph.CsrBuilder;
import dev.godump.graph.Edges;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.Roots;
import dev.godump.heap.roots.RootOwners.Kind;
import dev.godump.vector.IntVector;
import dev.godump.vector.LongVector;
import dev.godump.vector.Storage;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers root owners in the order of their first roots, then goroutines without roots; parents
 * before their children.
 */
final class RootOwnerNumbering {
  private static final int NONE = RootOwners.NONE;

  private final HeapGraph graph;
  private final Long2IntOpenHashMap ownerByKey = new Long2IntOpenHashMap();
  private final Long2IntOpenHashMap goroutineByAddress = new Long2IntOpenHashMap();

  /** The index of the first goroutine of each goroutine's group, or NONE if it is alone. */
  private final int[] groupByGoroutine;

  private final IntVector kindByOwner = Storage.HEAP.ints();
  private final IntVector indexByOwner = Storage.HEAP.ints();
  private final LongVector offsetByOwner = Storage.HEAP.longs();
  private final IntVector parentByOwner = Storage.HEAP.ints();
  private final IntVector ownerByRoot;

  private RootOwnerNumbering(HeapGraph graph) {
    this.graph = graph;
    ownerByKey.defaultReturnValue(NONE);
    goroutineByAddress.defaultReturnValue(Goroutine.NONE);
    List<Goroutine> goroutines = graph.process().goroutines();
    groupByGoroutine = new int[goroutines.size()];
    Arrays.fill(groupByGoroutine, NONE);
    for (int i = 0; i < groupByGoroutine.length; i++) {
      goroutineByAddress.put(goroutines.get(i).record().address(), i);
    }
    for (GoroutineGroups.Group group : GoroutineGroups.of(graph.process(), g -> true)) {
      if (group.indexes().size() > 1) {
        group.indexes().forEach(index -> groupByGoroutine[index] = group.indexes().getInt(0));
      }
    }
    ownerByRoot = Storage.HEAP.ints(graph.roots().count());
  }

  static RootOwners.Columns of(HeapGraph graph) {
    RootOwnerNumbering all = new RootOwnerNumbering(graph);
    for (int root = 0; root < graph.roots().count(); root++) {
      all.ownerByRoot.set(root, all.ownerOfRoot(root));
    }
    all.addGoroutinesWithG();
    return all.columns();
  }

  /** A goroutine without roots can hold objects through its g. */
  private void addGoroutinesWithG() {
    List<Goroutine> goroutines = graph.process().goroutines();
    for (int index = 0; index < groupByGoroutine.length; index++) {
      if (graph.objects().find(goroutines.get(index).record().address()) >= 0) {
        ownerOfGoroutine(index);
      }
    }
  }

  private RootOwners.Columns columns() {
    int count = (int) kindByOwner.size();
    int[] ownerByGoroutine = new int[groupByGoroutine.length];
    int[] groupOwnerByGoroutine = new int[groupByGoroutine.length];
    for (int index = 0; index < groupByGoroutine.length; index++) {
      ownerByGoroutine[index] = ownerByKey.get(key(Kind.GOROUTINE, index, Roots.NO_OFFSET));
      groupOwnerByGoroutine[index] =
          groupByGoroutine[index] == NONE
              ? ownerByGoroutine[index]
              : ownerByKey.get(key(Kind.GOROUTINES, groupByGoroutine[index], Roots.NO_OFFSET));
    }
    Edges roots = rows(count, ownerByRoot);
    Edges below = rows(count, parentByOwner);
    return new RootOwners.Columns(
        count,
        kindByOwner::get,
        indexByOwner::get,
        offsetByOwner::get,
        parentByOwner::get,
        owner -> row(roots, owner),
        owner -> row(below, owner),
        ownerByRoot::get,
        index -> ownerByGoroutine[index],
        index -> groupOwnerByGoroutine[index]);
  }

  /** For each value from 0 to {@code count}, the indexes in a list that have it, ascending. */
  private static Edges rows(int count, IntVector list) {
    CsrBuilder rows = new CsrBuilder(Storage.HEAP, count);
    for (long i = 0; i < list.size(); i++) {
      if (list.get(i) != NONE) {
        rows.count(list.get(i));
      }
    }
    rows.startFilling();
    for (int i = (int) list.size() - 1; i >= 0; i--) {
      if (list.get(i) != NONE) {
        rows.put(list.get(i), i);
      }
    }
    return rows.build();
  }

  private static IntArrayList row(Edges rows, int owner) {
    IntArrayList row = new IntArrayList(0);
    for (long e = rows.first(owner); e != Edges.NONE; e = rows.next(e)) {
      row.add(rows.target(e));
    }
    return row;
  }

  private int ownerOfRoot(int root) {
    Roots roots = graph.roots();
    ProcessState process = graph.process();
    int index = roots.recordIndex(root);
    return switch (roots.kind(root)) {
      case DATA, BSS -> owner(Kind.GLOBAL, index, roots.offset(root), NONE);
      case FRAME ->
          owner(
              Kind.FRAME,
              index,
              Roots.NO_OFFSET,
              ownerOfGoroutine(process.frames().goroutine(index)));
      case CONTEXT -> ownerOfGoroutine(index);
      case DEFER -> ownerOfGoroutineAt(process.defers().get(index).goroutine(), index);
      case PANIC -> ownerOfGoroutineAt(process.panics().get(index).goroutine(), index);
      case QUEUED_FINALIZER -> owner(Kind.FINALIZER_QUEUE, 0, Roots.NO_OFFSET, NONE);
      case FINALIZER -> owner(Kind.FINALIZER, index, Roots.NO_OFFSET, NONE);
      case OTHER -> owner(Kind.OTHER, index, Roots.NO_OFFSET, NONE);
    };
  }

  /** The owner for a goroutine by its g's address; a damaged dump may not have the goroutine. */
  private int ownerOfGoroutineAt(long address, int index) {
    int goroutine = goroutineByAddress.get(address);
    return goroutine != Goroutine.NONE
        ? ownerOfGoroutine(goroutine)
        : owner(Kind.OTHER, index, Roots.NO_OFFSET, NONE);
  }

  private int ownerOfGoroutine(int index) {
    if (index == Goroutine.NONE) {
      return NONE;
    }
    int group =
        groupByGoroutine[index] == NONE
            ? NONE
            : owner(Kind.GOROUTINES, groupByGoroutine[index], Roots.NO_OFFSET, NONE);
    return owner(Kind.GOROUTINE, index, Roots.NO_OFFSET, group);
  }

  private int owner(Kind kind, int index, long offset, int parent) {
    long key = key(kind, index, offset);
    int owner = ownerByKey.get(key);
    if (owner == NONE) {
      owner = (int) kindByOwner.size();
      ownerByKey.put(key, owner);
      kindByOwner.add(kind.code());
      indexByOwner.add(index);
      offsetByOwner.add(offset);
      parentByOwner.add(parent);
    }
    return owner;
  }

  /**
   * Packs the offset and the segment's index, 0 or 1, for a global; offsets are below 2^56. For
   * other owners, packs the index.
   */
  private static long key(Kind kind, int index, long offset) {
    return kind == Kind.GLOBAL
        ? offset << 4 | (index & 1) << 3 | kind.code()
        : (long) index << 4 | 8 | kind.code();
  }
}
