package dev.godump.analysis;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.LargestNodes;
import dev.godump.heap.roots.GoroutineObjects;
import dev.godump.heap.roots.RootOwners;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.stream.IntStream;

/**
 * What one goroutine keeps alive: the objects that would be garbage if it exited, and those that it
 * reaches but that other roots reach too. The g's and m's of the runtime, and what waits for other
 * goroutines, are not counted.
 *
 * @param only what only it keeps alive
 * @param shared what it reaches with others
 * @param largestOnly ids of the objects in {@code only} that no object dominates, those that retain
 *     most first
 * @param largestShared the same of {@code shared}, but for objects below others that it reaches
 */
public record GoroutineReach(
    ObjectTotal only, ObjectTotal shared, IntList largestOnly, IntList largestShared) {

  /**
   * Follows all pointers of a goroutine.
   *
   * @param goroutine its index in the process's list
   * @param limit most objects to list of each kind
   */
  public static GoroutineReach of(HeapGraph graph, DominatorTree tree, int goroutine, int limit) {
    return new Search(graph, tree, goroutine).answer(limit);
  }

  private static final class Search {
    private final HeapGraph graph;
    private final DominatorTree tree;
    private final RootOwners owners;
    private final GoroutineObjects goroutineObjects;
    private final int goroutine;
    private final int thread;
    private final IdSet reached;
    private final IntArrayList pending = new IntArrayList();

    /** The nodes of the goroutine, of its frames, and of all objects that these dominate. */
    private final IdSet dominated;

    Search(HeapGraph graph, DominatorTree tree, int goroutine) {
      this.graph = graph;
      this.tree = tree;
      this.owners = tree.owners();
      this.goroutineObjects = owners.goroutineObjects();
      this.goroutine = goroutine;
      this.thread =
          graph.objects().find(graph.process().goroutines().get(goroutine).record().thread());
      reached = new IdSet(graph.objects().count());
      dominated = new IdSet(tree.count());
    }

    GoroutineReach answer(int limit) {
      int owner = owners.ownerOfGoroutine(goroutine);
      if (owner != RootOwners.NONE) {
        enterOwner(owner);
        follow();
      }
      Tally only = new Tally();
      Tally shared = new Tally();
      LargestNodes largestOnly = new LargestNodes(tree, limit);
      LargestNodes largestShared = new LargestNodes(tree, limit);
      // dominators come before the nodes they dominate
      for (int node = 1; node < tree.count(); node++) {
        int above = tree.dominator(node);
        int object = tree.object(node);
        if (object != ObjectTable.NONE && reached.contains(object)) {
          boolean top =
              tree.object(above) == ObjectTable.NONE || !reached.contains(tree.object(above));
          if (dominated.contains(above)) {
            dominated.add(node);
            only.add(graph.objects().size(object));
            add(largestOnly, node, top);
          } else {
            shared.add(graph.objects().size(object));
            add(largestShared, node, top);
          }
        }
      }
      return new GoroutineReach(
          only.total(), shared.total(), objects(largestOnly), objects(largestShared));
    }

    private static void add(LargestNodes largest, int node, boolean top) {
      if (top) {
        largest.add(node);
      }
    }

    private IntList objects(LargestNodes nodes) {
      return new IntArrayList(IntStream.of(nodes.nodes()).map(tree::object).toArray());
    }

    private void enterOwner(int owner) {
      dominated.add(tree.nodeOfOwner(owner));
      RootOwners.Owner record = owners.get(owner);
      for (int root : record.roots()) {
        reach(graph.roots().target(root));
      }
      owners.held(owner).forEach(this::reach);
      record.children().forEach(this::enterOwner);
    }

    private void reach(int object) {
      boolean ofRuntime =
          object == thread
              || goroutineObjects.isG(object)
              || (goroutineObjects.isWaitRecord(object)
                  && !goroutineObjects.waitRecords(goroutine).contains(object));
      if (!ofRuntime && reached.add(object)) {
        pending.add(object);
      }
    }

    private void follow() {
      Edges edges = graph.edges();
      while (!pending.isEmpty()) {
        edges.forEach(pending.popInt(), this::reach);
      }
    }
  }
}
