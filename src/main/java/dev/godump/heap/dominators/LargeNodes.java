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
record LargeNodes(long minRetained, int maxDepth, int[] nodes, int[] childCounts, int belowOwners) {
  private static final int MAX_DEPTH = 40;

  /** A node that retains less than one part in so many is not large. */
  private static final int PARTS = 2000;

  /** Finds them: looks at all nodes, each of which comes after the one that dominates it. */
  static LargeNodes of(DominatorTree tree) {
    long minRetained = Math.max(1, tree.liveBytes() / PARTS);
    IntArrayList nodes = IntArrayList.of(DominatorTree.ROOT);
    IntArrayList childCounts = IntArrayList.of(0);
    Int2IntOpenHashMap indexByNode = new Int2IntOpenHashMap();
    indexByNode.put(DominatorTree.ROOT, 0);
    BitSet large = new BitSet();
    large.set(DominatorTree.ROOT);
    BitSet owners = new BitSet();
    owners.set(DominatorTree.ROOT);
    byte[] depthByNode = new byte[tree.count()];
    int belowOwners = 0;
    for (int node = 1; node < tree.count(); node++) {
      int above = tree.dominator(node);
      int depth = Math.min(depthByNode[above], MAX_DEPTH) + 1;
      depthByNode[node] = (byte) depth;
      if (large.get(above)) {
        int index = indexByNode.get(above);
        childCounts.set(index, childCounts.getInt(index) + 1);
      }
      if (tree.retained(node) >= minRetained && depth <= MAX_DEPTH) {
        large.set(node);
        indexByNode.put(node, nodes.size());
        nodes.add(node);
        childCounts.add(0);
      }
      if (tree.object(node) < 0) {
        owners.set(node);
      } else if (owners.get(above)) {
        belowOwners++;
      }
    }
    return new LargeNodes(
        minRetained, MAX_DEPTH, nodes.toIntArray(), childCounts.toIntArray(), belowOwners);
  }
}
