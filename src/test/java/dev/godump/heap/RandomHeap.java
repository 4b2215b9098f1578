package dev.godump.heap;

import dev.godump.dump.TinyHeap;
import dev.godump.graph.ObjectTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/**
 * A small heap with random arrows (self loops, double arrows and unreachable parts among them), and
 * the same as plain lists to check results against. Objects are numbered as in the graph.
 *
 * @param heap the heap
 * @param roots objects that a root points at, in order, some more than once
 * @param arrows for each object what it points at, in order
 */
public record RandomHeap(TinyHeap heap, List<Integer> roots, List<List<Integer>> arrows) {

  public static RandomHeap of(long seed) {
    Random random = new Random(seed);
    int objects = 1 + random.nextInt(12);
    int edges = random.nextInt(objects * 3);
    StringJoiner text = new StringJoiner(", ");
    List<List<Integer>> arrows = new ArrayList<>();
    for (int i = 0; i < objects; i++) {
      text.add("o" + i);
      arrows.add(new ArrayList<>());
    }
    List<Integer> roots = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      roots.add(random.nextInt(objects));
      text.add("root -> o" + roots.get(roots.size() - 1));
    }
    for (int i = 0; i < edges; i++) {
      int from = random.nextInt(objects);
      // an object has eight words
      if (arrows.get(from).size() < 8) {
        int to = random.nextInt(objects);
        arrows.get(from).add(to);
        text.add("o" + from + " -> o" + to + "+" + 8 * random.nextInt(8));
      }
    }
    return new RandomHeap(TinyHeap.of(text.toString()), roots, arrows);
  }

  public int objects() {
    return arrows.size();
  }

  /**
   * Computes distances from the roots: relaxes all arrows, except those that leave one object,
   * until nothing changes.
   *
   * @param blocked the object, or {@link ObjectTable#NONE}
   * @return per object the number of edges, or {@link Integer#MAX_VALUE}
   */
  public int[] distances(int blocked) {
    int[] distances = new int[objects()];
    Arrays.fill(distances, Integer.MAX_VALUE);
    roots.forEach(root -> distances[root] = 1);
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int from = 0; from < objects(); from++) {
        for (int to : arrows.get(from)) {
          if (from != blocked
              && distances[from] != Integer.MAX_VALUE
              && distances[from] + 1 < distances[to]) {
            distances[to] = distances[from] + 1;
            changed = true;
          }
        }
      }
    }
    return distances;
  }

  /** The objects that a root reaches without one object, or {@link ObjectTable#NONE}. */
  public BitSet reachableWithout(int gone) {
    BitSet objects = new BitSet();
    if (gone != ObjectTable.NONE) {
      objects.set(gone);
    }
    return reachableWithout(objects, new BitSet());
  }

  /**
   * All objects that a root reaches when some objects, and some roots by number, are taken away.
   */
  public BitSet reachableWithout(BitSet gone, BitSet rootsGone) {
    BitSet reached = new BitSet();
    List<Integer> todo = new ArrayList<>();
    for (int root = 0; root < roots.size(); root++) {
      if (!rootsGone.get(root)) {
        todo.add(roots.get(root));
      }
    }
    while (!todo.isEmpty()) {
      int object = todo.remove(todo.size() - 1);
      if (!gone.get(object) && !reached.get(object)) {
        reached.set(object);
        todo.addAll(arrows.get(object));
      }
    }
    return reached;
  }
}
