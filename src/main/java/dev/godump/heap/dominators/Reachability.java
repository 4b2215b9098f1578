package dev.godump.heap.dominators;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.LoadResult;
import dev.godump.graph.Roots;
import dev.godump.vector.IdSet;
import java.util.function.IntPredicate;

/** The live objects: those reachable from a root. */
public final class Reachability {
  private final boolean isKnown;
  private final IntPredicate isLive;
  private final int liveObjects;
  private final long liveBytes;

  private Reachability(boolean isKnown, IntPredicate live, int liveObjects, long liveBytes) {
    this.isKnown = isKnown;
    this.isLive = live;
    this.liveObjects = liveObjects;
    this.liveBytes = liveBytes;
  }

  /** Marks objects from all roots; takes time in proportion to live objects and their edges. */
  public static Reachability of(HeapGraph graph) {
    int count = graph.objects().count();
    IdSet marks = new IdSet(count);
    if (!isKnown(graph)) {
      return new Reachability(false, id -> false, 0, 0);
    }
    int live = mark(graph.edges(), graph.roots(), marks, count);
    long[] bytes = {0};
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (marks.contains(id)) {
                bytes[0] += size;
              }
            });
    return new Reachability(true, marks::contains, live, bytes[0]);
  }

  /** Takes the live objects from a dominator tree. */
  public static Reachability of(HeapGraph graph, DominatorTree tree) {
    return new Reachability(isKnown(graph), tree::isLive, tree.liveObjects(), tree.liveBytes());
  }

  /**
   * Adds objects to the live ones.
   *
   * @param more objects that are not live here
   * @param count their number
   * @param bytes of their slots
   */
  public Reachability with(IntPredicate more, int count, long bytes) {
    return new Reachability(
        isKnown, id -> isLive.test(id) || more.test(id), liveObjects + count, liveBytes + bytes);
  }

  /** Whether a dump has its roots, so that liveness can be determined. */
  public static boolean isKnown(HeapGraph graph) {
    return graph.loadResult().rootsRead() != LoadResult.RootsRead.TOO_FEW;
  }

  private static int mark(Edges edges, Roots roots, IdSet marks, int count) {
    int[] queue = new int[count];
    int tail = 0;
    for (int root = 0; root < roots.count(); root++) {
      int id = roots.target(root);
      if (marks.add(id)) {
        queue[tail++] = id;
      }
    }
    for (int head = 0; head < tail; head++) {
      for (long e = edges.first(queue[head]); e != Edges.NONE; e = edges.next(e)) {
        int id = edges.target(e);
        if (marks.add(id)) {
          queue[tail++] = id;
        }
      }
    }
    return tail;
  }

  /**
   * Whether liveness could be determined. It can't for a dump that was truncated before its roots;
   * then all other answers are meaningless.
   */
  public boolean isKnown() {
    return isKnown;
  }

  /** Whether an object is live. */
  public boolean isLive(int id) {
    return isLive.test(id);
  }

  public int liveObjects() {
    return liveObjects;
  }

  public long liveBytes() {
    return liveBytes;
  }
}
