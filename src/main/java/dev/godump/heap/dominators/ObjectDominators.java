package dev.godump.heap.dominators;

import dev.godump.graph.CsrBuilder;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.Roots;
import dev.godump.heap.roots.GoroutineObjects;
import dev.godump.vector.IdSet;
import dev.godump.vector.IntVector;
import dev.godump.vector.Storage;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;

/**
 * Dominators and retained sizes of the few objects for which a {@link DominatorTree} differs from
 * pointers alone: the runtime's own objects of goroutines ({@link GoroutineObjects}), and what
 * these dominate.
 *
 * <p>The tree is cut into parts, each with a head: objects without a dominating object, objects of
 * goroutines, and objects right below those. Pointers between parts lead to heads, so the
 * dominators of heads are those of a graph of parts, found by the algorithm of Cooper, Harvey and
 * Kennedy (A Simple, Fast Dominance Algorithm, 2001). Takes time in proportion to all edges, and 4
 * bytes per object besides the graph of parts.
 */
final class ObjectDominators {
  private static final int ROOT = 0;

  private final HeapGraph graph;
  private final DominatorTree tree;
  private final GoroutineObjects goroutineObjects;

  /** The part of each object, from 1; 0 for garbage. */
  private final IntVector partByObject;

  private final IdSet heads;

  /** The head of each part; the first part is the root. */
  private final IntArrayList headByPart = IntArrayList.of(-1);

  /** First the sizes of parts, in bytes; then what they retain. */
  private final LongArrayList retainedByPart = LongArrayList.of(0);

  private final int[] dominatorByPart;

  ObjectDominators(HeapGraph graph, DominatorTree tree) {
    this.graph = graph;
    this.tree = tree;
    goroutineObjects = tree.owners().goroutineObjects();
    int objects = graph.objects().count();
    partByObject = graph.storage().ints(objects);
    heads = new IdSet(objects);
    findParts();
    dominatorByPart = new int[headByPart.size()];
    computeDominators(edges());
  }

  private void findParts() {
    // dominators come before the nodes they dominate
    for (int node = 1; node < tree.count(); node++) {
      int object = tree.object(node);
      if (object >= 0) {
        int above = tree.object(tree.dominator(node));
        int part;
        if (above < 0 || goroutineObjects.isSpecial(object) || goroutineObjects.isSpecial(above)) {
          heads.add(object);
          part = headByPart.size();
          headByPart.add(object);
          retainedByPart.add(0);
        } else {
          part = partByObject.get(above);
        }
        partByObject.set(object, part);
        retainedByPart.set(part, retainedByPart.getLong(part) + graph.objects().size(object));
      }
    }
  }

  /** The pointers between parts, and from roots. */
  private Edges edges() {
    IntVector sources = Storage.HEAP.ints();
    IntVector targets = Storage.HEAP.ints();
    Roots roots = graph.roots();
    for (int root = 0; root < roots.count(); root++) {
      sources.add(ROOT);
      targets.add(partByObject.get(roots.target(root)));
    }
    Edges all = graph.edges();
    for (int object = 0; object < graph.objects().count(); object++) {
      int from = partByObject.get(object);
      for (long e = from == 0 ? -1 : all.first(object); e != Edges.NONE; e = all.next(e)) {
        int target = all.target(e);
        if (heads.contains(target) && partByObject.get(target) != from) {
          sources.add(from);
          targets.add(partByObject.get(target));
        }
      }
    }
    CsrBuilder rows = new CsrBuilder(Storage.HEAP, headByPart.size());
    for (long i = 0; i < sources.size(); i++) {
      rows.count(sources.get(i));
    }
    rows.startFilling();
    for (long i = 0; i < sources.size(); i++) {
      rows.put(sources.get(i), targets.get(i));
    }
    return rows.build();
  }

  private void computeDominators(Edges edges) {
    int[] order = postorder(edges);
    int[] positionByPart = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      positionByPart[order[i]] = i;
    }
    Edges predecessors = edges.reversed(order.length);
    Arrays.fill(dominatorByPart, -1);
    dominatorByPart[ROOT] = ROOT;
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int i = order.length - 2; i >= 0; i--) {
        int part = order[i];
        int dominator = -1;
        for (long e = predecessors.first(part); e != Edges.NONE; e = predecessors.next(e)) {
          int source = predecessors.target(e);
          if (dominatorByPart[source] >= 0) {
            dominator = dominator < 0 ? source : common(dominator, source, positionByPart);
          }
        }
        changed |= dominatorByPart[part] != dominator;
        dominatorByPart[part] = dominator;
      }
    }
    for (int i = 0; i < order.length - 1; i++) {
      int above = dominatorByPart[order[i]];
      retainedByPart.set(above, retainedByPart.getLong(above) + retainedByPart.getLong(order[i]));
    }
  }

  private int common(int a, int b, int[] positionByPart) {
    int left = a;
    int right = b;
    while (left != right) {
      if (positionByPart[left] < positionByPart[right]) {
        left = dominatorByPart[left];
      } else {
        right = dominatorByPart[right];
      }
    }
    return left;
  }

  /** All parts in postorder of a depth-first search; the root is the last. */
  private int[] postorder(Edges edges) {
    int parts = headByPart.size();
    int[] order = new int[parts];
    int count = 0;
    IdSet visited = new IdSet(parts);
    IntArrayList path = IntArrayList.of(ROOT);
    LongArrayList rest = LongArrayList.of(edges.first(ROOT));
    visited.add(ROOT);
    while (!path.isEmpty()) {
      long edge = rest.popLong();
      if (edge < 0) {
        order[count++] = path.popInt();
        continue;
      }
      rest.push(edges.next(edge));
      int target = edges.target(edge);
      if (visited.add(target)) {
        path.push(target);
        rest.push(edges.first(target));
      }
    }
    return order;
  }

  /** Bytes that the head of a part dominates by pointers alone, itself included. */
  long retained(int head) {
    return retainedByPart.getLong(partByObject.get(head));
  }

  /**
   * The object of a goroutine that immediately dominates an object by pointers alone; -1 if what
   * does is in the tree.
   */
  int dominator(int object) {
    if (!heads.contains(object)) {
      return -1;
    }
    int head = headByPart.getInt(dominatorByPart[partByObject.get(object)]);
    return head >= 0 && goroutineObjects.isSpecial(head) ? head : -1;
  }
}
