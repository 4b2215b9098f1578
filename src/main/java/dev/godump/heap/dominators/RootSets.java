package dev.godump.heap.dominators;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexWriter;
import dev.godump.index.IntColumn;
import dev.godump.vector.IdSet;
import dev.godump.vector.IntVector;
import dev.godump.vector.Storage;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The roots that reach each object over any path: computed for one object by a walk back over its
 * referrers, or for all objects at the same time. An object has the roots of the {@link TopObjects
 * top object} that dominates it, and all top objects of a {@link Components component} have the
 * same roots. Few of the possible sets of roots occur, so each is stored once.
 */
public final class RootSets {
  private static final String COLUMN = "root sets";
  private static final String TABLE = "roots of sets";

  /** The set of objects with too many roots to store; set 0 is empty. */
  private static final int UNKNOWN = 1;

  /** Members of all sets together; a set that would exceed this is {@link #UNKNOWN}. */
  private static final int MAX_MEMBERS = 1 << 24;

  private final TopObjects tops;
  private final Components components;

  private final IntVector setByComponent;

  private final List<int[]> sets = new ArrayList<>();
  private final Map<IntArrayList, Integer> setByMembers = new HashMap<>();
  private static final int NONE = -1;

  private final Long2IntOpenHashMap unionByPair = new Long2IntOpenHashMap();
  private int size;

  private RootSets(Roots roots, TopObjects tops, Storage storage) {
    this.tops = tops;
    Edges edges = tops.edges();
    components = new Components(edges, tops.count(), storage);
    for (int root = 0; root < roots.count(); root++) {
      components.search(tops.topOf(roots.target(root)));
    }
    setByComponent = storage.ints(tops.count() + 1L);
    sets.add(new int[0]);
    sets.add(new int[0]);
    unionByPair.defaultReturnValue(NONE);
    Int2IntOpenHashMap targetIndexes = new Int2IntOpenHashMap();
    for (int root = 0; root < roots.count(); root++) {
      int component = components.componentOf(tops.topOf(roots.target(root)));
      int index = targetIndexes.computeIfAbsent(roots.target(root), target -> targetIndexes.size());
      setByComponent.set(component, union(setByComponent.get(component), setOf(new int[] {index})));
    }
    for (int index = components.foundCount() - 1; index >= 0; index--) {
      int top = components.node(index);
      int component = components.componentOf(top);
      int set = setByComponent.get(component);
      for (long e = edges.first(top); e != Edges.NONE; e = edges.next(e)) {
        int other = components.componentOf(edges.target(e));
        if (other != component && setByComponent.get(other) != set) {
          setByComponent.set(other, union(setByComponent.get(other), set));
        }
      }
    }
  }

  private int set(int object) {
    int top = tops.topOf(object);
    return top == TopObjects.NONE ? 0 : setByComponent.get(components.componentOf(top));
  }

  private int setOf(int[] set) {
    Integer known = setByMembers.get(IntArrayList.wrap(set));
    if (known != null) {
      return known;
    }
    if (size + set.length > MAX_MEMBERS) {
      return UNKNOWN;
    }
    size += set.length;
    setByMembers.put(IntArrayList.wrap(set), sets.size());
    sets.add(set);
    return sets.size() - 1;
  }

  private int union(int a, int b) {
    if (a == b || b == 0) {
      return a;
    }
    if (a == 0) {
      return b;
    }
    if (a == UNKNOWN || b == UNKNOWN) {
      return UNKNOWN;
    }
    long key = (long) Math.min(a, b) << 32 | Math.max(a, b);
    int known = unionByPair.get(key);
    if (known == NONE) {
      known = setOf(merged(sets.get(a), sets.get(b)));
      unionByPair.put(key, known);
    }
    return known;
  }

  private static int[] merged(int[] a, int[] b) {
    int[] merged = new int[a.length + b.length];
    int length = 0;
    for (int i = 0, j = 0; i < a.length || j < b.length; length++) {
      boolean fromA = j == b.length || (i < a.length && a[i] <= b[j]);
      boolean both = i < a.length && j < b.length && a[i] == b[j];
      merged[length] = fromA ? a[i++] : b[j++];
      j += both ? 1 : 0;
    }
    return Arrays.copyOf(merged, length);
  }

  /**
   * Computes the sets of all objects, and writes how many roots of each kind each has.
   *
   * @param storage for vectors of the computation
   */
  public static void write(HeapGraph graph, TopObjects tops, Storage storage, IndexWriter out)
      throws IOException {
    RootSets all = new RootSets(graph.roots(), tops, storage);
    int kinds = Roots.KIND_CODES;
    int[][] kindCountsByTarget = kindCountsByTarget(graph.roots(), kinds);
    ByteBuffer table =
        ByteBuffer.allocate(Math.multiplyExact(all.sets.size() * kinds, Integer.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int[] set : all.sets) {
      for (int kind = 0; kind < kinds; kind++) {
        int sum = 0;
        for (int index : set) {
          sum += kindCountsByTarget[index][kind];
        }
        table.putInt(sum);
      }
    }
    out.bytes(TABLE, table.array());
    out.column(COLUMN, graph.objects().count(), all::set);
  }

  /** The number of roots of each kind by target; targets are numbered in order of appearance. */
  private static int[][] kindCountsByTarget(Roots roots, int kinds) {
    Map<Integer, int[]> counts = new LinkedHashMap<>();
    for (int root = 0; root < roots.count(); root++) {
      counts
          .computeIfAbsent(roots.target(root), target -> new int[kinds])[roots.kind(root).code()]++;
    }
    return counts.values().toArray(int[][]::new);
  }

  /**
   * Reads from an index how many roots of each kind reach an object; empty if they are unknown.
   *
   * @param roots how many roots there are
   */
  public static Optional<Map<RootKind, Integer>> read(IndexFile index, int object, int roots) {
    ByteBuffer table = ByteBuffer.wrap(index.bytes(TABLE)).order(ByteOrder.LITTLE_ENDIAN);
    int kinds = Roots.KIND_CODES;
    IntColumn column = index.column(COLUMN, table.capacity() / (kinds * Integer.BYTES));
    int set = column.get(object);
    Map<RootKind, Integer> found = new EnumMap<>(RootKind.class);
    for (RootKind kind : RootKind.values()) {
      int count = table.getInt((set * kinds + kind.code()) * Integer.BYTES);
      if (count < 0 || count > roots) {
        throw new DamagedIndexException("its sets of roots are not of this graph");
      }
      if (count > 0) {
        found.put(kind, count);
      }
    }
    return set == UNKNOWN ? Optional.empty() : Optional.of(found);
  }

  /** Counts the roots of each kind that reach an object, by a walk back over its referrers. */
  public static Map<RootKind, Integer> rootKinds(HeapGraph graph, int object) {
    IdSet leads = new IdSet(graph.objects().count());
    IntArrayList todo = IntArrayList.of(object);
    leads.add(object);
    while (!todo.isEmpty()) {
      graph
          .referrers()
          .forEach(
              todo.popInt(),
              source -> {
                if (leads.add(source)) {
                  todo.add(source);
                }
              });
    }
    Map<RootKind, Integer> kinds = new EnumMap<>(RootKind.class);
    Roots roots = graph.roots();
    for (int root = 0; root < roots.count(); root++) {
      int target = roots.target(root);
      if (leads.contains(target)) {
        kinds.merge(roots.kind(root), 1, Integer::sum);
      }
    }
    return kinds;
  }
}
