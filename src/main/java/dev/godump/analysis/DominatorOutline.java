package dev.godump.analysis;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The upper part of a dominator tree: what retains most, and what retains most of that. Objects only:
 * what holds roots is left out, unless asked for.
 */
public final class DominatorOutline {

  /**
   * A node and the largest of those below it.
   *
   * @param node its number
   * @param children those it immediately dominates that are large enough to show, largest first
   * @param others how many it dominates that are too small to show
   * @param othersRetained what those retain
   * @param cut whether the children are not shown because the outline isn't as deep
   */
  public record Entry(int node, List<Entry> children, long others, long othersRetained, boolean cut) {}

  private final DominatorTree tree;
  private final boolean withHolders;
  private final long smallest;

  private DominatorOutline(DominatorTree tree, boolean withHolders, long smallest) {
    this.tree = tree;
    this.withHolders = withHolders;
    this.smallest = smallest;
  }

  /**
   * Looks down from a node. Goes over all nodes once per level.
   *
   * @param top the node to start at
   * @param depth levels below it to show
   * @param smallest bytes that a node must retain to be shown
   * @param withHolders whether what holds roots is shown as nodes
   */
  public static Entry of(DominatorTree tree, int top, int depth, long smallest, boolean withHolders) {
    DominatorOutline outline = new DominatorOutline(tree, withHolders, smallest);
    List<Int2ObjectOpenHashMap<Children>> levels = new ArrayList<>();
    IntArrayList parents = new IntArrayList(new int[] {top});
    for (int level = 0; level < depth && !parents.isEmpty(); level++) {
      Int2ObjectOpenHashMap<Children> found = outline.childrenOf(parents);
      levels.add(found);
      parents = new IntArrayList();
      for (Children children : found.values()) {
        parents.addAll(children.shown);
      }
    }
    return outline.entry(top, levels, 0);
  }

  /** What a node immediately dominates. */
  private static final class Children {
    private final IntArrayList shown = new IntArrayList();
    private long others;
    private long othersRetained;
  }

  private Int2ObjectOpenHashMap<Children> childrenOf(IntArrayList parents) {
    Int2ObjectOpenHashMap<Children> found = new Int2ObjectOpenHashMap<>();
    long[] wanted = new long[(tree.count() + 63) >>> 6];
    for (int parent : parents) {
      found.put(parent, new Children());
      wanted[parent >>> 6] |= 1L << parent;
    }
    for (int node = 1; node < tree.count(); node++) {
      if (!withHolders && tree.holder(node) >= 0) {
        continue;
      }
      int parent = parent(node);
      if ((wanted[parent >>> 6] & 1L << parent) != 0) {
        Children children = found.get(parent);
        if (tree.retained(node) >= smallest) {
          children.shown.add(node);
        } else {
          children.others++;
          children.othersRetained += tree.retained(node);
        }
      }
    }
    return found;
  }

  private int parent(int node) {
    int parent = tree.dominator(node);
    while (!withHolders && parent != DominatorTree.ROOT && tree.holder(parent) >= 0) {
      parent = tree.dominator(parent);
    }
    return parent;
  }

  private Entry entry(int node, List<Int2ObjectOpenHashMap<Children>> levels, int level) {
    if (level == levels.size()) {
      return new Entry(node, List.of(), 0, 0, true);
    }
    Children children = levels.get(level).get(node);
    List<Entry> entries =
        children.shown.intStream().mapToObj(child -> entry(child, levels, level + 1)).sorted(order()).toList();
    return new Entry(node, entries, children.others, children.othersRetained, false);
  }

  /** Largest first; of equal ones, objects by address. */
  private Comparator<Entry> order() {
    return Comparator.comparingLong((Entry e) -> -tree.retained(e.node()))
        .thenComparingInt(e -> tree.object(e.node()))
        .thenComparingInt(Entry::node);
  }
}
