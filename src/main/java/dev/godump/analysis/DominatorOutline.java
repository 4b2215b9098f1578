package dev.godump.analysis;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
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

  /** Nodes whose children are looked at. */
  private final Int2ObjectOpenHashMap<Children> opened = new Int2ObjectOpenHashMap<>();

  private DominatorOutline(DominatorTree tree, boolean withHolders, long smallest) {
    this.tree = tree;
    this.withHolders = withHolders;
    this.smallest = smallest;
  }

  /**
   * Looks down from a node. Goes over all nodes once: each comes after the one that dominates it.
   *
   * @param top the node to start at
   * @param depth levels below it to show
   * @param smallest bytes that a node must retain to be shown
   * @param withHolders whether what holds roots is shown as nodes
   */
  public static Entry of(DominatorTree tree, int top, int depth, long smallest, boolean withHolders) {
    DominatorOutline outline = new DominatorOutline(tree, withHolders, smallest);
    outline.collect(top, depth);
    return outline.entry(top);
  }

  /** What a node immediately dominates. */
  private static final class Children {
    private final int level;
    private final IntArrayList shown = new IntArrayList();
    private long others;
    private long othersRetained;

    Children(int level) {
      this.level = level;
    }
  }

  private void collect(int top, int depth) {
    long[] open = new long[(tree.count() + 63) >>> 6];
    open(open, top, 0);
    for (int node = top + 1; node < tree.count(); node++) {
      int parent = parent(node);
      if ((open[parent >>> 6] & 1L << parent) == 0 || !withHolders && tree.holder(node) >= 0) {
        continue;
      }
      Children children = opened.get(parent);
      if (tree.retained(node) < smallest) {
        children.others++;
        children.othersRetained += tree.retained(node);
        continue;
      }
      children.shown.add(node);
      if (children.level + 1 < depth) {
        open(open, node, children.level + 1);
      }
    }
  }

  private void open(long[] open, int node, int level) {
    open[node >>> 6] |= 1L << node;
    opened.put(node, new Children(level));
  }

  private int parent(int node) {
    int parent = tree.dominator(node);
    while (!withHolders && parent != DominatorTree.ROOT && tree.holder(parent) >= 0) {
      parent = tree.dominator(parent);
    }
    return parent;
  }

  private Entry entry(int node) {
    Children children = opened.get(node);
    if (children == null) {
      return new Entry(node, List.of(), 0, 0, true);
    }
    List<Entry> entries = children.shown.intStream().mapToObj(this::entry).sorted(order()).toList();
    return new Entry(node, entries, children.others, children.othersRetained, false);
  }

  /** Largest first; of equal ones, objects by address. */
  private Comparator<Entry> order() {
    return Comparator.comparingLong((Entry e) -> -tree.retained(e.node()))
        .thenComparingInt(e -> tree.object(e.node()))
        .thenComparingInt(Entry::node);
  }
}
