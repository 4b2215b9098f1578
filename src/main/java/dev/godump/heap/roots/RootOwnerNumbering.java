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

/** Numbers what holds roots, in the order in which roots come to them. */
final class RootOwnerNumbering {
  private static final int NONE = -1;

  private final HeapGraph graph;
  private final Long2IntOpenHashMap numbers = new Long2IntOpenHashMap();
  private final Long2IntOpenHashMap goroutineAt = new Long2IntOpenHashMap();

  /** For each goroutine the place of the first one like it, or -1 if none is. */
  private final int[] groups;

  private final IntVector kinds = Storage.HEAP.ints();
  private final IntVector places = Storage.HEAP.ints();
  private final LongVector offsets = Storage.HEAP.longs();
  private final IntVector parents = Storage.HEAP.ints();
  private final IntVector ofRoots;

  private RootOwnerNumbering(HeapGraph graph) {
    this.graph = graph;
    numbers.defaultReturnValue(NONE);
    goroutineAt.defaultReturnValue(NONE);
    List<Goroutine> goroutines = graph.process().goroutines();
    groups = new int[goroutines.size()];
    Arrays.fill(groups, NONE);
    for (int i = 0; i < groups.length; i++) {
      goroutineAt.put(goroutines.get(i).record().address(), i);
    }
    for (GoroutineGroups.Group group : GoroutineGroups.of(graph.process(), g -> true)) {
      if (group.places().size() > 1) {
        group.places().forEach(place -> groups[place] = group.places().getInt(0));
      }
    }
    ofRoots = Storage.HEAP.ints(graph.roots().count());
  }

  static RootOwners.Columns of(HeapGraph graph) {
    RootOwnerNumbering all = new RootOwnerNumbering(graph);
    for (int root = 0; root < graph.roots().count(); root++) {
      all.ofRoots.set(root, all.numberOf(root));
    }
    return all.columns();
  }

  private RootOwners.Columns columns() {
    int count = (int) kinds.size();
    int[] ofGoroutines = new int[groups.length];
    int[] ofGoroutinesLike = new int[groups.length];
    for (int place = 0; place < groups.length; place++) {
      ofGoroutines[place] = numbers.get(key(Kind.GOROUTINE, place, -1));
      ofGoroutinesLike[place] =
          groups[place] == NONE
              ? ofGoroutines[place]
              : numbers.get(key(Kind.GOROUTINES, groups[place], -1));
    }
    Edges roots = rows(count, ofRoots);
    Edges below = rows(count, parents);
    return new RootOwners.Columns(
        count,
        kinds::get,
        places::get,
        offsets::get,
        parents::get,
        number -> row(roots, number),
        number -> row(below, number),
        ofRoots::get,
        place -> ofGoroutines[place],
        place -> ofGoroutinesLike[place]);
  }

  /** For each of so many numbers where it stands in a list, ascending. */
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
    return rows.rows();
  }

  private static IntArrayList row(Edges rows, int number) {
    IntArrayList row = new IntArrayList(0);
    for (long e = rows.first(number); e >= 0; e = rows.next(e)) {
      row.add(rows.target(e));
    }
    return row;
  }

  private int numberOf(int root) {
    Roots roots = graph.roots();
    ProcessState process = graph.process();
    int place = roots.place(root);
    return switch (roots.kind(root)) {
      case DATA, BSS -> number(Kind.GLOBAL, place, roots.offset(root), NONE);
      case FRAME -> number(Kind.FRAME, place, -1, goroutine(process.frames().goroutine(place)));
      case CONTEXT -> goroutine(place);
      case DEFER -> ofGoroutineAt(process.defers().get(place).goroutine(), place);
      case PANIC -> ofGoroutineAt(process.panics().get(place).goroutine(), place);
      case QUEUED_FINALIZER -> number(Kind.FINALIZER_QUEUE, 0, -1, NONE);
      case FINALIZER -> number(Kind.FINALIZER, place, -1, NONE);
      case OTHER -> number(Kind.OTHER, place, -1, NONE);
    };
  }

  /** The holder of the goroutine whose g is at an address; in a damaged dump there may be none. */
  private int ofGoroutineAt(long address, int place) {
    int owner = goroutineAt.get(address);
    return owner >= 0 ? goroutine(owner) : number(Kind.OTHER, place, -1, NONE);
  }

  private int goroutine(int place) {
    if (place < 0) {
      return NONE;
    }
    int group = groups[place] == NONE ? NONE : number(Kind.GOROUTINES, groups[place], -1, NONE);
    return number(Kind.GOROUTINE, place, -1, group);
  }

  private int number(Kind kind, int place, long offset, int parent) {
    long key = key(kind, place, offset);
    int number = numbers.get(key);
    if (number == NONE) {
      number = (int) kinds.size();
      numbers.put(key, number);
      kinds.add(kind.ordinal());
      places.add(place);
      offsets.add(offset);
      parents.add(parent);
    }
    return number;
  }

  /**
   * Offsets are below 2^56: no segment is as large. Its place, 0 or 1, keeps data and BSS apart.
   */
  private static long key(Kind kind, int place, long offset) {
    return kind == Kind.GLOBAL
        ? offset << 4 | (place & 1) << 3 | kind.ordinal()
        : (long) place << 4 | 8 | kind.ordinal();
  }
}
