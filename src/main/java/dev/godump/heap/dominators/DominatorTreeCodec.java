package dev.godump.heap.dominators;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.roots.RootOwners;
import dev.godump.heap.roots.RootOwnersCodec;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexWriter;
import dev.godump.index.IntColumn;
import dev.godump.index.LongColumn;
import dev.godump.index.SparseColumn;
import dev.godump.vector.Storage;
import dev.godump.vector.WideColumn;
import it.unimi.dsi.fastutil.ints.Int2IntAVLTreeMap;
import it.unimi.dsi.fastutil.ints.Int2IntSortedMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Writes a dominator tree to an index and reads it: the vectors of {@link ComputedTree} as columns.
 * Retained sizes are in units of 8 bytes, as all slots are whole words; a dominator is stored as
 * its distance from the node. Both are mostly small; nodes and vertices are in no order.
 */
public final class DominatorTreeCodec {
  private static final String NODES = "nodes";
  private static final String VERTICES = "vertices";
  private static final String DOMINATORS = "dominators";
  private static final String RETAINED = "retained";
  private static final String OWNERS = "holder node";
  private static final String LARGE = "large nodes";
  private static final String DEPTHS = "depths";
  private static final int UNIT_SHIFT = 3;

  /** Depths are stored for inner nodes at multiples of this. */
  private static final int MILESTONE = 1 << 10;

  private DominatorTreeCodec() {}

  public static void write(HeapGraph graph, DominatorTree tree, Storage storage, IndexWriter out)
      throws IOException {
    int owners = tree.owners().count();
    RootOwnersCodec.write(graph, tree.owners(), out);
    out.deltaColumn(OWNERS, owners, tree::nodeOfOwner);
    LargeNodes large = LargeNodes.of(tree);
    out.bytes(LARGE, bytes(large));
    out.fixedColumn(NODES, graph.objects().count(), tree::node);
    out.fixedColumn(
        VERTICES,
        tree.count(),
        node ->
            tree.object(node) != ObjectTable.NONE
                ? tree.object(node) + owners
                : Math.max(0, tree.owner(node)));
    out.column(
        DOMINATORS,
        tree.count(),
        node -> node == DominatorTree.ROOT ? 0 : node - tree.dominator(node));
    out.column(RETAINED, tree.count(), node -> tree.retained(node) >>> UNIT_SHIFT);
    out.sparseColumn(DEPTHS, depths(tree, storage));
  }

  /** Depths of some nodes, so that the depth of a deep node is found without a walk to the root. */
  private static Int2IntSortedMap depths(DominatorTree tree, Storage storage) {
    Int2IntSortedMap deep = new Int2IntAVLTreeMap();
    WideColumn depths = new WideColumn(storage, tree.count());
    for (int node = 1; node < tree.count(); node++) {
      int above = tree.dominator(node);
      int depth = depths.get(above);
      depths.set(node, depth + 1);
      if (depth % MILESTONE == 0 && depth > 0) {
        deep.put(above, depth);
      }
    }
    return deep;
  }

  private static byte[] bytes(LargeNodes large) {
    ByteBuffer bytes =
        ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES * (2 + 2 * large.nodes().length))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes
        .putLong(large.minRetained())
        .putInt(large.maxDepth())
        .putInt(large.belowOwners())
        .putInt(large.nodes().length);
    for (int i = 0; i < large.nodes().length; i++) {
      bytes.putInt(large.nodes()[i]).putInt(large.childCounts()[i]);
    }
    return bytes.array();
  }

  private static LargeNodes large(byte[] bytes, int count) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long smallest = in.getLong();
    int deepest = in.getInt();
    int belowOwners = in.getInt();
    int length = in.getInt();
    requireLarge(length > 0 && length <= in.remaining() / (2 * Integer.BYTES));
    int[] nodes = new int[length];
    int[] children = new int[length];
    for (int i = 0; i < length; i++) {
      nodes[i] = in.getInt();
      children[i] = in.getInt();
      boolean ascends = i == 0 ? nodes[i] == DominatorTree.ROOT : nodes[i] > nodes[i - 1];
      requireLarge(ascends && nodes[i] < count && children[i] >= 0 && children[i] < count);
    }
    requireLarge(smallest > 0 && deepest > 0 && belowOwners >= 0 && belowOwners < count);
    return new LargeNodes(smallest, deepest, nodes, children, belowOwners);
  }

  private static void requireLarge(boolean plausible) {
    if (!plausible) {
      throw new DamagedIndexException("its large nodes are not of this graph");
    }
  }

  public static DominatorTree open(HeapGraph graph, IndexFile index) {
    return new StoredTree(graph, RootOwnersCodec.open(graph, index), index);
  }

  /** A tree that reads its nodes from the index on demand. */
  private static final class StoredTree extends DominatorTree {
    private final IndexFile index;
    private final IntColumn nodeByOwner;
    private final int ownerCount;
    private final IntColumn nodeByObject;
    private final IntColumn vertexByNode;
    private final IntColumn distanceToDominatorByNode;
    private final LongColumn retainedByNode;
    private final SparseColumn depthByNode;

    StoredTree(HeapGraph graph, RootOwners owners, IndexFile index) {
      this(graph, owners, index, index.longColumn(RETAINED));
    }

    private StoredTree(
        HeapGraph graph, RootOwners owners, IndexFile index, LongColumn retainedByNode) {
      super(graph, owners, retainedByNode.size());
      int count = retainedByNode.size();
      this.index = index;
      this.retainedByNode = retainedByNode;
      ownerCount = owners.count();
      nodeByOwner = index.deltaColumn(OWNERS, count);
      depthByNode = index.sparseColumn(DEPTHS, count, Integer.MAX_VALUE);
      nodeByObject = index.fixedColumn(NODES, count);
      vertexByNode = index.fixedColumn(VERTICES, graph.objects().count() + ownerCount);
      distanceToDominatorByNode = index.column(DOMINATORS, count);
      boolean fits = nodeByObject.size() == graph.objects().count() && vertexByNode.size() == count;
      if (!fits || distanceToDominatorByNode.size() != count || nodeByOwner.size() != ownerCount) {
        throw new DamagedIndexException("its dominators are not of this graph");
      }
    }

    @Override
    public int node(int object) {
      return nodeByObject.get(object);
    }

    @Override
    public int vertex(int node) {
      int vertex = vertexByNode.get(node);
      return vertex >= ownerCount ? vertex - ownerCount : ~vertex;
    }

    @Override
    public int nodeOfOwner(int owner) {
      return nodeByOwner.get(owner);
    }

    @Override
    public int dominator(int node) {
      return above(node, distanceToDominatorByNode.get(node));
    }

    private static int above(int node, int distance) {
      if (distance > node || (distance == 0 && node != ROOT)) {
        throw new DamagedIndexException("node " + node + " has no dominator before it");
      }
      return node - distance;
    }

    @Override
    int depth(int node) {
      int counted = 0;
      for (int at = node; at != ROOT; at = dominator(at)) {
        int known = depthByNode.get(at);
        if (known != SparseColumn.NONE) {
          return counted + known;
        }
        counted++;
      }
      return counted;
    }

    @Override
    public long retained(int node) {
      return retainedByNode.get(node) << UNIT_SHIFT;
    }

    @Override
    Optional<LargeNodes> largeNodes() {
      return Optional.of(DominatorTreeCodec.large(index.bytes(LARGE), count()));
    }

    @Override
    public void forEachAfter(int node, Visitor visitor) {
      int first = 0;
      for (int block = 0; block < distanceToDominatorByNode.blocks(); block++) {
        int[] distances = distanceToDominatorByNode.block(block);
        if (first + distances.length > node + 1) {
          long[] sizes = retainedByNode.block(block);
          for (int i = Math.max(0, node + 1 - first); i < distances.length; i++) {
            visitor.node(first + i, above(first + i, distances[i]), sizes[i] << UNIT_SHIFT);
          }
        }
        first += distances.length;
      }
    }
  }
}
