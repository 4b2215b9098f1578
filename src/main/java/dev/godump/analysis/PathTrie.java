package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.histogram.TypeOrShapeIndex;
import dev.godump.heap.paths.RootPaths;
import dev.godump.heap.paths.StepFields;
import dev.godump.heap.roots.RootGroups;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * Paths from roots, merged where their steps are alike. A node stands for all objects that are of
 * one kind and are reached in the same way: over a root of the same group and objects of the same
 * kinds. Objects of one kind in a row are one step. Nodes are numbered from 0, each after the one
 * above it.
 *
 * <p>Each object on a path is put into its node once, after the object before it, however many
 * paths go through it; so time is in proportion to the objects on paths and not to the length of
 * all paths. Takes 8 bytes per object of the heap.
 */
final class PathTrie {
  /** Stands in place of a kind for all steps below the deepest level. */
  static final int DEEPER = -1;

  private static final int NONE = -1;

  private final RootPaths paths;
  private final TypeOrShapeIndex typesOrShapes;
  private final RootGroups groups;
  private final StepFields fields;
  private final int depth;

  /**
   * Of each object that was met its node and 1 more. While a path is walked up: -1 less the object
   * below, so that the way down is known without a stack.
   */
  private final int[] nodeByObject;

  /** Of each object that was met: how many of its kind stand in a row on its path, up to itself. */
  private final int[] runByObject;

  /** Nodes by the one above and the kind, or for the first level the group of roots. */
  private final Long2IntOpenHashMap nodeByStep = new Long2IntOpenHashMap();

  private final IntArrayList above = new IntArrayList();
  private final IntArrayList stepByNode = new IntArrayList();
  private final IntArrayList levelByNode = new IntArrayList();
  private final IntArrayList distinct = new IntArrayList();
  private final IntArrayList firstObjectByNode = new IntArrayList();
  private final IntArrayList longestRunByNode = new IntArrayList();

  /**
   * Of each node the number of the field that leads to all its objects from the node above; 0 for
   * several.
   */
  private final IntArrayList fieldByNode = new IntArrayList();

  private final LongArrayList pathsByNode = new LongArrayList();
  private final LongArrayList bytes = new LongArrayList();

  /**
   * @param depth how many levels nodes have at most, at least 1; the first has what holds roots
   */
  PathTrie(
      HeapGraph graph,
      RootPaths paths,
      TypeOrShapeIndex typesOrShapes,
      RootGroups groups,
      StepFields fields,
      int depth) {
    this.paths = paths;
    this.typesOrShapes = typesOrShapes;
    this.groups = groups;
    this.fields = fields;
    this.depth = depth;
    nodeByObject = new int[graph.objects().count()];
    runByObject = new int[graph.objects().count()];
    nodeByStep.defaultReturnValue(NONE);
  }

  /** Adds the path to an object that was seen. */
  void add(int object, long size) {
    int node = nodeOf(object);
    pathsByNode.set(node, pathsByNode.getLong(node) + 1);
    bytes.set(node, bytes.getLong(node) + size);
  }

  /** When all paths are added: makes counts and bytes of nodes those of all below. */
  void sum() {
    for (int node = count() - 1; node >= 0; node--) {
      int parent = above(node);
      if (parent != NONE) {
        pathsByNode.set(parent, pathsByNode.getLong(parent) + pathsByNode.getLong(node));
        bytes.set(parent, bytes.getLong(parent) + bytes.getLong(node));
      }
    }
  }

  /** The node of an object; those of all objects before it are found first. */
  private int nodeOf(int object) {
    int below = NONE;
    int at = object;
    while (at != NONE && nodeByObject[at] == 0) {
      nodeByObject[at] = -1 - (below + 1);
      below = at;
      at = paths.predecessor(at);
    }
    while (below != NONE) {
      int next = -2 - nodeByObject[below];
      assign(below, at);
      at = below;
      below = next;
    }
    return nodeByObject[at] - 1;
  }

  private void assign(int object, int before) {
    int parent = before == NONE ? rootNode(paths.rootOf(object)) : nodeByObject[before] - 1;
    int typeOrShape = typesOrShapes.kindOf(object);
    boolean repeats = before != NONE && stepByNode.getInt(parent) == typeOrShape;
    int node = repeats || stepByNode.getInt(parent) == DEEPER ? parent : child(parent, typeOrShape);
    int run = repeats ? runByObject[before] + 1 : 1;
    if (!repeats && before != NONE) {
      int field = fields.fieldIdOf(object);
      boolean first = distinct.getInt(node) == 0;
      fieldByNode.set(node, first || fieldByNode.getInt(node) == field ? field : 0);
    }
    nodeByObject[object] = node + 1;
    runByObject[object] = run;
    longestRunByNode.set(node, Math.max(longestRunByNode.getInt(node), run));
    distinct.set(node, distinct.getInt(node) + 1);
    if (distinct.getInt(node) == 1) {
      firstObjectByNode.set(node, object);
    }
  }

  private int rootNode(int root) {
    return node(NONE, groups.use(root), 1);
  }

  private int child(int parent, int typeOrShape) {
    int level = levelByNode.getInt(parent) + 1;
    return level > depth ? node(parent, DEEPER, level) : node(parent, typeOrShape, level);
  }

  private int node(int parent, int step, int level) {
    long key = (long) parent << 32 | step & 0xffff_ffffL;
    int node = nodeByStep.get(key);
    if (node == NONE) {
      node = above.size();
      nodeByStep.put(key, node);
      above.add(parent);
      stepByNode.add(step);
      levelByNode.add(level);
      distinct.add(0);
      firstObjectByNode.add(NONE);
      longestRunByNode.add(0);
      fieldByNode.add(0);
      pathsByNode.add(0);
      bytes.add(0);
    }
    return node;
  }

  int count() {
    return above.size();
  }

  /** The node above a node, or -1 for the first level. */
  int above(int node) {
    return above.getInt(node);
  }

  /** The kind of a node's objects, or {@link #DEEPER}; in the first level, the group of roots. */
  int step(int node) {
    return stepByNode.getInt(node);
  }

  /** How many paths that were added go through a node or end there. */
  long count(int node) {
    return pathsByNode.getLong(node);
  }

  /** Bytes of the objects at their ends. */
  long bytes(int node) {
    return bytes.getLong(node);
  }

  /** How many objects on paths a node stands for; none in the first level. */
  int distinct(int node) {
    return distinct.getInt(node);
  }

  /** The only object that a node stands for, or -1 if there are more or none. */
  int onlyObject(int node) {
    return distinct.getInt(node) == 1 ? firstObjectByNode.getInt(node) : NONE;
  }

  /**
   * The field of the objects above by which all of a node's are held, that begin a row; empty if it
   * is not one.
   */
  String field(int node) {
    return fields.field(fieldByNode.getInt(node)).name();
  }

  /** How many of a node's objects stand in a row on one path at most. */
  int longestRun(int node) {
    return longestRunByNode.getInt(node);
  }
}
