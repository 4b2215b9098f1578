package dev.godump.heap.dominators;

import dev.godump.graph.HeapGraph;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * The upper part of a dominator tree: what retains most, and what retains most of that. Objects
 * only: what holds roots is left out, unless asked for.
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
  public record Entry(
      int node, List<Entry> children, long others, long othersRetained, boolean cut) {}

  /** A frame is below a goroutine, that below all like it. */
  private static final int LEVELS_OF_HOLDERS = 3;

  private final DominatorTree tree;
  private final IntToLongFunction sizes;
  private final boolean withHolders;
  private final long smallest;

  /** Nodes whose children are looked at. */
  private final Int2ObjectOpenHashMap<Children> opened = new Int2ObjectOpenHashMap<>();

  private DominatorOutline(
      HeapGraph graph, DominatorTree tree, boolean withHolders, long smallest) {
    this.tree = tree;
    this.sizes = graph.objects()::size;
    this.withHolders = withHolders;
    this.smallest = smallest;
  }

  /**
   * Looks down from a node. Goes over all nodes once, each of which comes after the one that
   * dominates it, unless the tree knows its {@link LargeNodes}.
   *
   * @param top the node to start at
   * @param depth levels below it to show
   * @param smallest bytes that a node must retain to be shown
   * @param withHolders whether what holds roots is shown as nodes
   */
  public static Entry of(
      HeapGraph graph, DominatorTree tree, int top, int depth, long smallest, boolean withHolders) {
    DominatorOutline outline = new DominatorOutline(graph, tree, withHolders, smallest);
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

    /** Takes a child to show; returns whether its children are to be looked at. */
    boolean show(int node, int depth) {
      shown.add(node);
      return level + 1 < depth;
    }
  }

  private void collect(int top, int depth) {
    Optional<LargeNodes> large = tree.large().filter(nodes -> suffices(nodes, top, depth));
    if (large.isPresent()) {
      collect(large.get(), top, depth);
      return;
    }
    IdSet open = new IdSet(tree.count());
    IdSet holders = new IdSet(tree.count());
    for (int holder = 0; holder < tree.holders().count(); holder++) {
      holders.add(tree.nodeOfHolder(holder));
    }
    opened.put(top, new Children(0));
    open.add(top);
    tree.forEachBehind(
        top,
        (node, dominator, retained) -> {
          int parent = dominator;
          while (!withHolders && holders.contains(parent)) {
            parent = tree.dominator(parent);
          }
          if (open.contains(parent) && (withHolders || !holders.contains(node))) {
            Children children = opened.get(parent);
            if (retained < smallest) {
              children.others++;
              children.othersRetained += retained;
            } else if (children.show(node, depth)) {
              opened.put(node, new Children(children.level + 1));
              open.add(node);
            }
          }
        });
  }

  private boolean suffices(LargeNodes large, int top, int depth) {
    return top == DominatorTree.ROOT
        && smallest >= large.smallest()
        && depth < large.deepest() - LEVELS_OF_HOLDERS;
  }

  /**
   * All nodes to show are large; what the others come to follows from what their parent retains.
   */
  private void collect(LargeNodes large, int top, int depth) {
    opened.put(top, new Children(0));
    for (int i = 0; i < large.nodes().length; i++) {
      int node = large.nodes()[i];
      boolean counts = node != top && (withHolders || tree.holder(node) < 0);
      Children siblings =
          counts && tree.retained(node) >= smallest ? opened.get(parent(node)) : null;
      if (siblings != null) {
        siblings.othersRetained -= tree.retained(node);
        siblings.others--;
        if (siblings.show(node, depth)) {
          opened.put(node, new Children(siblings.level + 1));
        }
      }
      Children children = opened.get(node);
      if (children != null) {
        boolean skipped = node == DominatorTree.ROOT && !withHolders;
        children.others += skipped ? large.belowHolders() : large.children()[i];
        children.othersRetained += tree.retained(node) - ownSize(node);
      }
    }
  }

  private long ownSize(int node) {
    return tree.object(node) < 0 ? 0 : sizes.applyAsLong(tree.object(node));
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
