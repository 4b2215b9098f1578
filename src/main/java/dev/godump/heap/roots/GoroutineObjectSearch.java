package dev.godump.heap.roots;

import dev.godump.graph.Edges;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.LoadResult;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntAVLTreeSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.Arrays;
import java.util.List;

/**
 * Finds {@link GoroutineObjects} from pointers alone, without the layouts of a Go release. A sudog
 * is a small object with the goroutine's g as its first word, in all releases; its goroutine's g,
 * its frames, or another of its sudogs point at it. The timer of a sleep points back at the g that
 * points at it.
 */
final class GoroutineObjectSearch {
  /** More than the size of a sudog or a timer, less than that of a g or an m; in bytes. */
  private static final int MAX_WAIT_RECORD = 160;

  private static final String SLEEP = "sleep";

  private final HeapGraph graph;
  private final Edges edges;
  private final IdSet gs;
  private int gCount;
  private final IdSet allWaitRecords;
  private final int[] gByGoroutine;
  private final IntArrayList[] waitRecords;
  private final IntAVLTreeSet above = new IntAVLTreeSet();

  private GoroutineObjectSearch(HeapGraph graph) {
    this.graph = graph;
    this.edges = graph.edges();
    this.gs = new IdSet(graph.objects().count());
    this.allWaitRecords = new IdSet(graph.objects().count());
    List<Goroutine> goroutines = graph.process().goroutines();
    gByGoroutine = new int[goroutines.size()];
    waitRecords = new IntArrayList[gByGoroutine.length];
    Arrays.fill(gByGoroutine, ObjectTable.NONE);
  }

  static GoroutineObjects of(HeapGraph graph) {
    GoroutineObjectSearch search = new GoroutineObjectSearch(graph);
    if (graph.loadResult().rootsRead() != LoadResult.RootsRead.TOO_FEW) {
      search.findGs();
      search.findWaitRecords();
      search.dropDependent();
    }
    IntArrayList none = new IntArrayList(0);
    return new GoroutineObjects(
        search.gByGoroutine.length,
        graph.objects().count(),
        goroutine -> search.gByGoroutine[goroutine],
        goroutine -> search.waitRecords[goroutine] == null ? none : search.waitRecords[goroutine],
        new IntArrayList(search.above.toIntArray()));
  }

  private void findGs() {
    ObjectTable objects = graph.objects();
    List<Goroutine> goroutines = graph.process().goroutines();
    for (int i = 0; i < gByGoroutine.length; i++) {
      int g = objects.find(goroutines.get(i).record().address());
      if (g >= 0 && gs.add(g)) {
        gByGoroutine[i] = g;
        gCount++;
      }
    }
  }

  /** Drops the g's that would be garbage if other goroutines exited; Go's own dumps have none. */
  private void dropDependent() {
    IdSet independent = independent();
    for (int i = 0; i < gByGoroutine.length; i++) {
      if (gByGoroutine[i] != ObjectTable.NONE && !independent.contains(gByGoroutine[i])) {
        gByGoroutine[i] = ObjectTable.NONE;
        waitRecords[i] = null;
      }
    }
  }

  /**
   * The g's that stay reachable whatever goroutines exit. The runtime's list of all goroutines is a
   * package variable, so one step from there finds them; without it, other roots are followed.
   */
  private IdSet independent() {
    IdSet found = new IdSet(graph.objects().count());
    IntOpenHashSet seen = new IntOpenHashSet();
    Roots roots = graph.roots();
    int missing = gCount;
    for (int root = 0; missing > 0 && root < roots.count(); root++) {
      if (roots.isGlobal(root) && seen.add(roots.target(root))) {
        int target = roots.target(root);
        missing -= gs.contains(target) && found.add(target) ? 1 : 0;
        for (long e = firstEdge(target); e != Edges.NONE; e = edges.next(e)) {
          if (gs.contains(edges.target(e)) && found.add(edges.target(e))) {
            missing--;
            above.add(target);
          }
        }
      }
    }
    return missing == 0 ? found : followed();
  }

  /** The g's that roots other than those of goroutines reach. */
  private IdSet followed() {
    IdSet reached = new IdSet(graph.objects().count());
    IntArrayList pending = new IntArrayList();
    Roots roots = graph.roots();
    for (int root = 0; root < roots.count(); root++) {
      boolean ofGoroutine =
          switch (roots.kind(root)) {
            case FRAME, CONTEXT, DEFER, PANIC -> true;
            case DATA, BSS, FINALIZER, QUEUED_FINALIZER, OTHER -> false;
          };
      if (!ofGoroutine && reached.add(roots.target(root))) {
        pending.add(roots.target(root));
      }
    }
    Int2IntOpenHashMap referrerByObject = new Int2IntOpenHashMap();
    referrerByObject.defaultReturnValue(ObjectTable.NONE);
    while (!pending.isEmpty()) {
      int object = pending.popInt();
      for (long e = firstEdge(object); e != Edges.NONE; e = edges.next(e)) {
        if (reached.add(edges.target(e))) {
          referrerByObject.put(edges.target(e), object);
          pending.add(edges.target(e));
        }
      }
    }
    addPathsToGs(referrerByObject);
    return reached;
  }

  private void addPathsToGs(Int2IntOpenHashMap referrerByObject) {
    for (int g : gByGoroutine) {
      int at = g == ObjectTable.NONE ? ObjectTable.NONE : referrerByObject.get(g);
      while (at != ObjectTable.NONE && above.add(at)) {
        at = referrerByObject.get(at);
      }
    }
  }

  /** The first edge of an object, or -1 for one whose edges depend on a goroutine. */
  private long firstEdge(int object) {
    return gs.contains(object) || allWaitRecords.contains(object)
        ? Edges.NONE
        : edges.first(object);
  }

  private void findWaitRecords() {
    List<Goroutine> goroutines = graph.process().goroutines();
    for (int i = 0; i < gByGoroutine.length; i++) {
      int g = gByGoroutine[i];
      if (g != ObjectTable.NONE) {
        boolean sleeps = goroutines.get(i).isWaiting() && goroutines.get(i).state().equals(SLEEP);
        for (long e = edges.first(g); e != Edges.NONE; e = edges.next(e)) {
          int target = edges.target(e);
          addSudogs(i, target);
          if (sleeps
              && isSmall(target)
              && !gs.contains(target)
              && pointsAt(target, g)
              && allWaitRecords.add(target)) {
            add(i, target);
          }
        }
      }
    }
    Roots roots = graph.roots();
    for (int root = 0; root < roots.count(); root++) {
      if (roots.kind(root) == RootKind.FRAME) {
        int goroutine = graph.process().frames().goroutine(roots.recordIndex(root));
        if (goroutine >= 0 && gByGoroutine[goroutine] != ObjectTable.NONE) {
          addSudogs(goroutine, roots.target(root));
        }
      }
    }
    for (IntArrayList row : waitRecords) {
      if (row != null) {
        IntArrays.quickSort(row.elements(), 0, row.size());
      }
    }
  }

  /** Adds an object and the sudogs linked to it, if they are sudogs of a goroutine. */
  private void addSudogs(int goroutine, int object) {
    IntArrayList pending = IntArrayList.of(object);
    while (!pending.isEmpty()) {
      int next = pending.popInt();
      if (isSudogOf(next, gByGoroutine[goroutine]) && allWaitRecords.add(next)) {
        add(goroutine, next);
        edges.forEach(next, pending::add);
      }
    }
  }

  private boolean isSudogOf(int object, int g) {
    long first = edges.first(object);
    return first >= 0
        && edges.target(first) == g
        && !gs.contains(object)
        && isSmall(object)
        && graph.shapes().get(graph.shapeIndex(object)).offsets()[0] == 0;
  }

  private boolean isSmall(int object) {
    return graph.objects().size(object) <= MAX_WAIT_RECORD;
  }

  private boolean pointsAt(int object, int target) {
    for (long e = edges.first(object); e != Edges.NONE; e = edges.next(e)) {
      if (edges.target(e) == target) {
        return true;
      }
    }
    return false;
  }

  private void add(int goroutine, int waitRecord) {
    if (waitRecords[goroutine] == null) {
      waitRecords[goroutine] = new IntArrayList(2);
    }
    waitRecords[goroutine].add(waitRecord);
  }
}
