package dev.godump.heap.dominators;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.BitSet;

/**
 * The nodes near the top of a dominator tree that retain much, and how many children they have:
 * enough to show the upper part of the tree without a look at all nodes.
 *
 * @param smallest bytes that the nodes retain at least; all such nodes are here that are near
 *     enough
 * @param deepest how many nodes at most are above one of these, without the root
 * @param nodes their numbers, ascending, the root among them
 * @param children of each of them how many nodes it immediately dominates
 * @param belowHolders how many objects are dominated by no other object
 */
record LargeNodes(long smallest, int deepest, int[] nodes, int[] children, int belowHolders) {
  private static final int DEEPEST = 40;

  /** A node that retains less than one part in so many is not large. */
  private static final int PARTS = 2000;

  /** Finds them: looks at all nodes, each of which comes after the one that dominates it. */
  static LargeNodes of(DominatorTree tree) {
    long smallest = Math.max(1, tree.liveBytes() / PARTS);
    IntArrayList nodes = IntArrayList.of(DominatorTree.ROOT);
    IntArrayList children = IntArrayList.of(0);
    Int2IntOpenHashMap places = new Int2IntOpenHashMap();
    places.put(DominatorTree.ROOT, 0);
    BitSet large = new BitSet();
    large.set(DominatorTree.ROOT);
    BitSet holders = new BitSet();
    holders.set(DominatorTree.ROOT);
    byte[] depths = new byte[tree.count()];
    int belowHolders = 0;
    for (int node = 1; node < tree.count(); node++) {
      int above = tree.dominator(node);
      int depth = Math.min(depths[above], DEEPEST) + 1;
      depths[node] = (byte) depth;
      if (large.get(above)) {
        int place = places.get(above);
        children.set(place, children.getInt(place) + 1);
      }
      if (tree.retained(node) >= smallest && depth <= DEEPEST) {
        large.set(node);
        places.put(node, nodes.size());
        nodes.add(node);
        children.add(0);
      }
      if (tree.object(node) < 0) {
        holders.set(node);
      } else if (holders.get(above)) {
        belowHolders++;
      }
    }
    return new LargeNodes(
        smallest, DEEPEST, nodes.toIntArray(), children.toIntArray(), belowHolders);
  }
}
