package dev.godump.analysis;

import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.DominatorOutline.Entry;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.types.HeapTypes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The outline of a dominator tree with each map as one node: what the tables, groups and buckets of
 * a map dominate is below its header.
 */
public final class DominatingMaps {
  /**
   * The most nodes of a map below each other: header, directory, table, groups, or those of a
   * sync.Map with some hundred thousand entries.
   */
  public static final int LEVELS = 6;

  private final DominatorTree tree;
  private final HeapTypes types;
  private final int depth;

  /**
   * @param depth levels to keep
   */
  public DominatingMaps(DominatorTree tree, HeapTypes types, int depth) {
    this.tree = tree;
    this.types = types;
    this.depth = depth;
  }

  /** Returns an outline without the nodes inside maps. */
  public Entry folded(Entry top) {
    return folded(top, 0);
  }

  private Entry folded(Entry entry, int level) {
    int object = tree.object(entry.node());
    boolean map = object != ObjectTable.NONE && types.isMapHeader(object);
    Collected below = new Collected();
    below.add(entry, map);
    if (level == depth) {
      boolean cut = below.cut || !below.children.isEmpty() || below.others > 0;
      return new Entry(entry.node(), List.of(), 0, 0, cut);
    }
    List<Entry> children =
        below.children.stream()
            .map(child -> folded(child, level + 1))
            .sorted(Comparator.comparingLong((Entry child) -> -tree.retained(child.node())))
            .toList();
    return new Entry(entry.node(), children, below.others, below.othersRetained, below.cut);
  }

  /** The children of a node and of the nodes inside its map. */
  private final class Collected {
    private final List<Entry> children = new ArrayList<>();
    private long others;
    private long othersRetained;
    private boolean cut;

    void add(Entry entry, boolean inMap) {
      others += entry.others();
      othersRetained += entry.othersRetained();
      cut |= entry.cut();
      for (Entry child : entry.children()) {
        int object = tree.object(child.node());
        boolean inside =
            inMap
                && object != ObjectTable.NONE
                && types.isInsideMap(object, tree.object(entry.node()));
        if (inside) {
          add(child, true);
        } else {
          children.add(child);
        }
      }
    }
  }
}
