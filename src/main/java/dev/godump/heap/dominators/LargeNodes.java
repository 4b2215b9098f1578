package dev.godump.heap.dominators;

import dev.godump.graph.ObjectTable;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.BitSet;

/**
 * The nodes near the top of a dominator tree that retain much, with their numbers of children:
 * enough to show the upper part of the tree without a scan of all nodes.
 *
 * @param minRetained bytes; all nodes that retain at least that and are near enough to the root are
 *     included
 * @param maxDepth the largest depth of these nodes; children of the root have depth 1
 * @param nodes ascending, the root among them
 * @param childCounts for each of these nodes, how many nodes it immediately dominates
 * @param belowOwners how many objects have no other object as dominator
 */
record LargeNodes(long minRetained, int maxDepth, int[] nodes, int[] childCounts, int belowOwners) {
  private static final int MAX_DEPTH = 40;

  /** A large node retains at least one part in {@value} of all live bytes. */
  private static final int PARTS = 2000;

  /** A frame is below a goroutine, which is below its group. */
  private static final int OWNER_LEVELS = 3;

  /** Whether large nodes of a number of levels below the root, and one more, are included. */
  boolean reach(int depth) {
    return depth < maxDepth - OWNER_LEVELS;
  }

  /** Scans all nodes; a dominator comes before the nodes it dominates. */
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
      if (tree.object(node) == ObjectTable.NONE) {
        owners.set(node);
      } else if (owners.get(above)) {
        belowOwners++;
      }
    }
    return new LargeNodes(
        minRetained, MAX_DEPTH, nodes.toIntArray(), childCounts.toIntArray(), belowOwners);
  }
}
