package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.histogram.TypeOrShapeIndex;
import dev.godump.heap.paths.PathOrder;
import dev.godump.heap.paths.RootPaths;
import dev.godump.heap.paths.StepFields;
import dev.godump.heap.roots.RootGroups;
import dev.godump.types.RuntimeTypeName;
import dev.godump.types.program.SyncMapParts;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;

/**
 * Merges paths from roots into a trie. The key of a path is the group of its root, followed by the
 * type or shape of each object; consecutive objects with one type or shape are a run, and one step.
 * Node ids start at 0; a parent has a lower id than its children.
 *
 * <p>Time is proportional to the number of objects on paths, not to the length of all paths. Takes
 * 8 bytes per object of the heap. Not thread-safe.
 */
final class PathTrie {
  /** The step of a node that stands for all objects below the deepest level. */
  static final int DEEPER = -1;

  /** The parent of nodes in the first level. */
  static final int NONE = -1;

  private final HeapGraph graph;
  private final RootPaths paths;
  private final TypeOrShapeIndex typesOrShapes;
  private final RootGroups groups;
  private final StepFields fields;
  private final int depth;
  private final boolean raw;

  /** Kinds of objects that are the headers of maps. */
  private final BitSet maps = new BitSet();

  /** Kinds of objects that only the headers of maps lead to. */
  private final BitSet insideMaps = new BitSet();

  /** Kinds of objects that are inside a map if one of {@link #boxHolders} points at them. */
  private final BitSet boxes = new BitSet();

  private final BitSet boxHolders = new BitSet();

  private final PathOrder<RuntimeException> nodeByObject;

  /** Length of the run up to an object on a path. */
  private final int[] runByObject;

  /** Key: parent in the high 32 bits, step in the low ones. */
  private final Long2IntOpenHashMap nodeByStep = new Long2IntOpenHashMap();

  private final IntArrayList parentByNode = new IntArrayList();
  private final IntArrayList stepByNode = new IntArrayList();
  private final IntArrayList levelByNode = new IntArrayList();
  private final IntArrayList membersByNode = new IntArrayList();
  private final IntArrayList firstObjectByNode = new IntArrayList();
  private final IntArrayList longestRunByNode = new IntArrayList();

  /**
   * Id of the field in objects of the parent that points at all members; 0 if there are several.
   */
  private final IntArrayList fieldByNode = new IntArrayList();

  private final LongArrayList pathsByNode = new LongArrayList();
  private final LongArrayList bytesByNode = new LongArrayList();

  /**
   * @param depth number of levels, at least 1; the first has the groups of roots
   * @param raw whether objects inside maps are steps of their own, and the runtime's lists of
   *     goroutines too; else the former belong to the step of the map's header, and what a g points
   *     at begins at its goroutine
   */
  PathTrie(
      HeapGraph graph,
      RootPaths paths,
      TypeOrShapeIndex typesOrShapes,
      RootGroups groups,
      StepFields fields,
      int depth,
      boolean raw) {
    for (int kind = 0; !raw && kind < typesOrShapes.count(); kind++) {
      String name = typesOrShapes.type(kind).name();
      maps.set(kind, RuntimeTypeName.isMapHeader(name));
      insideMaps.set(kind, RuntimeTypeName.isInsideMap(name));
      boxes.set(kind, SyncMapParts.isBox(name));
      boxHolders.set(kind, SyncMapParts.isEntry(name));
    }
    this.graph = graph;
    this.paths = paths;
    this.typesOrShapes = typesOrShapes;
    this.groups = groups;
    this.fields = fields;
    this.depth = depth;
    this.raw = raw;
    nodeByObject = new PathOrder<>(paths, graph.objects().count(), this::findNode);
    runByObject = new int[graph.objects().count()];
    nodeByStep.defaultReturnValue(NONE);
  }

  /** Adds the path to an object; there must be one. */
  void add(int object, long size) {
    int node = nodeByObject.visit(object);
    pathsByNode.set(node, pathsByNode.getLong(node) + 1);
    bytesByNode.set(node, bytesByNode.getLong(node) + size);
  }

  /** Adds counts and bytes of all nodes to those of their ancestors; call it after all paths. */
  void sum() {
    for (int node = count() - 1; node >= 0; node--) {
      int parent = parent(node);
      if (parent != NONE) {
        pathsByNode.set(parent, pathsByNode.getLong(parent) + pathsByNode.getLong(node));
        bytesByNode.set(parent, bytesByNode.getLong(parent) + bytesByNode.getLong(node));
      }
    }
  }

  private int findNode(int object, int predecessor) {
    boolean first = predecessor == ObjectTable.NONE;
    int parent =
        first
            ? rootNode(paths.rootOf(object))
            : goroutineNode(object, predecessor, nodeByObject.valueOf(predecessor));
    int typeOrShape = typesOrShapes.kindOf(object);
    if (!first && isMap(parent) && isInsideMap(typeOrShape, predecessor)) {
      runByObject[object] = runByObject[predecessor];
      return parent;
    }
    boolean repeats = !first && stepByNode.getInt(parent) == typeOrShape;
    int node = repeats || stepByNode.getInt(parent) == DEEPER ? parent : child(parent, typeOrShape);
    int run = repeats ? runByObject[predecessor] + 1 : 1;
    if (!repeats && !first) {
      int field = fields.fieldIdOf(object);
      boolean empty = membersByNode.getInt(node) == 0;
      fieldByNode.set(node, empty || fieldByNode.getInt(node) == field ? field : 0);
    }
    runByObject[object] = run;
    longestRunByNode.set(node, Math.max(longestRunByNode.getInt(node), run));
    membersByNode.set(node, membersByNode.getInt(node) + 1);
    if (membersByNode.getInt(node) == 1) {
      firstObjectByNode.set(node, object);
    }
    return node;
  }

  private boolean isInsideMap(int typeOrShape, int predecessor) {
    return insideMaps.get(typeOrShape)
        || (boxes.get(typeOrShape) && boxHolders.get(typesOrShapes.kindOf(predecessor)));
  }

  private boolean isMap(int node) {
    int step = stepByNode.getInt(node);
    return parent(node) != NONE && step != DEEPER && maps.get(step);
  }

  /**
   * Returns the node of the goroutine whose g points at an object. The path may reach that g
   * through the runtime's lists of all goroutines, but they don't keep the object alive: the
   * goroutine does.
   *
   * @param node of the predecessor, returned unless that is a g and points at the object by a field
   *     through which a goroutine keeps objects alive
   */
  private int goroutineNode(int object, int predecessor, int node) {
    if (raw || !groups.isG(predecessor)) {
      return node;
    }
    try {
      if (GoroutinePath.fieldOf(graph, predecessor, object).isEmpty()) {
        return node;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int group = groups.useGoroutine(predecessor);
    return group == RootGroups.UNKNOWN ? node : node(NONE, group, 1);
  }

  private int rootNode(int root) {
    return node(NONE, groups.use(root), 1);
  }

  private int child(int parent, int typeOrShape) {
    int level = levelByNode.getInt(parent) + 1;
    return level > depth ? node(parent, DEEPER, level) : node(parent, typeOrShape, level);
  }

  private int node(int parent, int step, int level) {
    long key = (long) parent << 32 | (step & 0xffff_ffffL);
    int node = nodeByStep.get(key);
    if (node == NONE) {
      node = parentByNode.size();
      nodeByStep.put(key, node);
      parentByNode.add(parent);
      stepByNode.add(step);
      levelByNode.add(level);
      membersByNode.add(0);
      firstObjectByNode.add(ObjectTable.NONE);
      longestRunByNode.add(0);
      fieldByNode.add(0);
      pathsByNode.add(0);
      bytesByNode.add(0);
    }
    return node;
  }

  int count() {
    return parentByNode.size();
  }

  /** Returns the parent of a node, or {@link #NONE} for the first level. */
  int parent(int node) {
    return parentByNode.getInt(node);
  }

  /** Returns the group of roots in the first level, else the type or shape, or {@link #DEEPER}. */
  int step(int node) {
    return stepByNode.getInt(node);
  }

  /** Returns the number of added paths that go through a node or end at it. */
  long count(int node) {
    return pathsByNode.getLong(node);
  }

  /** Returns the bytes of the objects at the ends of the added paths through a node or to it. */
  long bytes(int node) {
    return bytesByNode.getLong(node);
  }

  /** Returns the number of objects that a node stands for; 0 in the first level. */
  int members(int node) {
    return membersByNode.getInt(node);
  }

  /**
   * Returns the only object that a node stands for, or {@link ObjectTable#NONE} if there are
   * several or none.
   */
  int onlyObject(int node) {
    return membersByNode.getInt(node) == 1 ? firstObjectByNode.getInt(node) : ObjectTable.NONE;
  }

  /**
   * Returns the field in objects of the parent that points at the first object of every run; empty
   * if there are several.
   */
  String field(int node) {
    return fields.field(fieldByNode.getInt(node)).name();
  }

  /** Returns the length of the longest run. */
  int longestRun(int node) {
    return longestRunByNode.getInt(node);
  }
}
