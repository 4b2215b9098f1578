package dev.godump.analysis;

import dev.godump.analysis.Retainers.Step;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.program.SyncMapParts;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;

/**
 * Maps as one object each: their directories, tables, groups and buckets, and the nodes and entries
 * of a sync.Map, belong to the header. Not thread-safe.
 */
public final class WholeMaps {
  /** The most parts of a map between its header and another part. */
  private static final int MAX_LEVELS = 1 << 16;

  private final HeapGraph graph;
  private final HeapTypes types;

  public WholeMaps(HeapGraph graph, HeapTypes types) {
    this.graph = graph;
    this.types = types;
  }

  /** The header of the map that an object is inside of; the object itself if there is none. */
  public int headerOf(int object) {
    int at = object;
    for (int level = 0; level < MAX_LEVELS; level++) {
      int above = above(at);
      if (above == ObjectTable.NONE) {
        return types.isMapHeader(at) ? at : object;
      }
      at = above;
    }
    return object;
  }

  /** The part of the same map that leads to an object, or {@link ObjectTable#NONE}. */
  private int above(int object) {
    String type = typeName(object);
    if (SyncMapParts.isNode(type)) {
      int parent = parentOf(object);
      return parent != ObjectTable.NONE ? parent : holder(object, SyncMapParts::isMap);
    }
    if (SyncMapParts.isHeader(type)) {
      return holder(object, name -> SyncMapParts.isMap(name) || SyncMapParts.isReadOnly(name));
    }
    if (!types.isInsideMap(object) && !SyncMapParts.isBox(type)) {
      return ObjectTable.NONE;
    }
    for (int referrer : graph.distinctReferrers(object)) {
      boolean part = types.isMapHeader(referrer) || types.isInsideMap(referrer);
      if (part && types.isInsideMap(object, referrer)) {
        return referrer;
      }
    }
    return ObjectTable.NONE;
  }

  private int holder(int object, Predicate<String> type) {
    for (int referrer : graph.distinctReferrers(object)) {
      if (type.test(typeName(referrer))) {
        return referrer;
      }
    }
    return ObjectTable.NONE;
  }

  /** The node above a node of a trie. */
  private int parentOf(int node) {
    Edges edges = graph.edges();
    try {
      for (long e = edges.first(node); e != Edges.NONE; e = edges.next(e)) {
        int target = edges.target(e);
        if (SyncMapParts.isNode(typeName(target)) && isParent(node, target)) {
          return target;
        }
      }
      return ObjectTable.NONE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isParent(int node, int other) throws IOException {
    return PointerFields.ofPair(graph, node, other).stream()
        .anyMatch(
            field -> types.fieldName(node, field.offset()).filter(".parent"::equals).isPresent());
  }

  private String typeName(int object) {
    return types.typeOf(object).map(ObjectType::name).orElse("");
  }

  /** An object, and if it is the header of a map, all objects inside that map. */
  public IntList partsOf(int object) {
    IntArrayList parts = IntArrayList.of(object);
    if (!types.isMapHeader(object)) {
      return parts;
    }
    IntOpenHashSet found = new IntOpenHashSet(parts);
    for (int next = 0; next < parts.size(); next++) {
      int part = parts.getInt(next);
      graph
          .edges()
          .forEach(
              part,
              target -> {
                if (types.isInsideMap(target, part) && found.add(target)) {
                  parts.add(target);
                }
              });
    }
    return parts;
  }

  /**
   * The indexes of the steps of a path without those inside maps: tables, groups or buckets. The
   * header stands for its map, and the next step is an entry. The last step is always among them.
   */
  public static IntList steps(HeapTypes types, List<Step> path) {
    IntArrayList shown = new IntArrayList();
    boolean inMap = false;
    for (int i = 0; i < path.size(); i++) {
      int object = path.get(i).object();
      boolean folded =
          inMap && i < path.size() - 1 && types.isInsideMap(object, path.get(i - 1).object());
      if (!folded) {
        shown.add(i);
      }
      inMap = folded || types.isMapHeader(object);
    }
    return shown;
  }
}
