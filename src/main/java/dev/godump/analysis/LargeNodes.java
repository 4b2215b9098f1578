package dev.godump.analysis;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.BitSet;

/**
 * The nodes near the top of a dominator tree that retain much, and how many children they have: enough
 * to show the upper part of the tree without a look at all nodes.
 *
 * @param smallest bytes that the nodes retain at least; all such nodes are here that are near enough
 * @param deepest how many nodes at most are above one of these, without the root
 * @param nodes their numbers, ascending, the root among them
 * @param children of each of them how many nodes it immediately dominates
 * @param belowHolders how many objects are dominated by no other object
 */
record LargeNodes(long smallest, int deepest, int[] nodes, int[] children, int belowHolders) {
  private static final int DEEPEST = 40;

  /** A node that retains less than one part in so many is not large. */
  private static final int PARTS = 2000;

  /** Finds them: looks at all nodes. */
  static LargeNodes of(DominatorTree tree) {
    long smallest = Math.max(1, tree.liveBytes() / PARTS);
    IntArrayList nodes = IntArrayList.of(DominatorTree.ROOT);
    byte[] depths = new byte[tree.count()];
    for (int node = 1; node < tree.count(); node++) {
      int above = tree.dominator(node);
      depths[node] = (byte) (Math.min(depths[above], DEEPEST) + 1);
      if (tree.retained(node) >= smallest && depths[node] <= DEEPEST) {
        nodes.add(node);
      }
    }
    return new LargeNodes(smallest, DEEPEST, nodes.toIntArray(), children(tree, nodes), belowHolders(tree));
  }

  private static int[] children(DominatorTree tree, IntArrayList nodes) {
    BitSet shown = new BitSet();
    Int2IntOpenHashMap places = new Int2IntOpenHashMap();
    for (int i = 0; i < nodes.size(); i++) {
      shown.set(nodes.getInt(i));
      places.put(nodes.getInt(i), i);
    }
    int[] children = new int[nodes.size()];
    for (int node = 1; node < tree.count(); node++) {
      if (shown.get(tree.dominator(node))) {
        children[places.get(tree.dominator(node))]++;
      }
    }
    return children;
  }

  private static int belowHolders(DominatorTree tree) {
    int count = 0;
    for (int node = 1; node < tree.count(); node++) {
      int above = tree.dominator(node);
      if (tree.object(node) >= 0 && (above == DominatorTree.ROOT || tree.object(above) < 0)) {
        count++;
      }
    }
    return count;
  }
}
