package dev.godump.heap.dominators;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.roots.RootOwners;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * The upper part of a dominator tree: the nodes that retain most, with their children that retain
 * most. Root owners are left out unless requested; then the objects below them count as children of
 * the node above.
 */
public final class DominatorOutline {

  /**
   * A node with its largest children.
   *
   * @param children the nodes it immediately dominates that are large enough to show, largest first
   * @param others how many children are too small to show
   * @param othersRetained bytes that those retain
   * @param cut whether the children are left out because the outline ends at this level
   */
  public record Entry(
      int node, List<Entry> children, long others, long othersRetained, boolean cut) {}

  private final DominatorTree tree;
  private final IntToLongFunction sizeOf;
  private final boolean withOwners;
  private final long minRetained;

  /** How many of the nodes that retain exactly the least are shown. */
  private int leastShown;

  /** Nodes with the children collected so far; other nodes' children are not shown. */
  private final Int2ObjectOpenHashMap<Children> childrenByNode = new Int2ObjectOpenHashMap<>();

  private DominatorOutline(
      HeapGraph graph, DominatorTree tree, boolean withOwners, long minRetained, int leastShown) {
    this.leastShown = leastShown;
    this.tree = tree;
    this.sizeOf = graph.objects()::size;
    this.withOwners = withOwners;
    this.minRetained = minRetained;
  }

  /**
   * Outlines the tree below a node. Scans all nodes once, dominators first, unless the tree knows
   * its {@link LargeNodes}.
   *
   * @param top the node to start at
   * @param depth levels below it to show
   * @param minRetained bytes a node must retain to be shown
   * @param withOwners whether root owners are shown as nodes
   */
  public static Entry of(
      HeapGraph graph,
      DominatorTree tree,
      int top,
      int depth,
      long minRetained,
      boolean withOwners) {
    DominatorOutline outline =
        new DominatorOutline(graph, tree, withOwners, minRetained, Integer.MAX_VALUE);
    outline.collect(top, depth);
    return outline.entry(top);
  }

  /**
   * Outlines the tree below a node: the nodes that retain most, of equal ones the first. A node
   * never retains more than its dominator, so these are a tree. Scans all nodes once, unless the
   * tree knows its {@link LargeNodes}.
   *
   * @param maxNodes the most nodes to show, without the top
   */
  public static Entry ofLargest(
      HeapGraph graph, DominatorTree tree, int top, int depth, int maxNodes, boolean withOwners) {
    if (maxNodes == Integer.MAX_VALUE) {
      return of(graph, tree, top, depth, 0, withOwners);
    }
    LeastRetained largest = LeastRetained.of(tree, top, depth, maxNodes, withOwners);
    DominatorOutline outline =
        new DominatorOutline(graph, tree, withOwners, largest.least(), largest.countOfLeast());
    outline.collect(largest.nodes(), top, depth);
    return outline.entry(top);
  }

  /** Whether to show a node whose dominator is shown. */
  private boolean isShown(long retained) {
    return retained > minRetained || (retained == minRetained && leastShown-- > 0);
  }

  /** The children of a node. */
  private static final class Children {
    private final int level;
    private final IntArrayList shown = new IntArrayList();
    private long others;
    private long othersRetained;

    Children(int level) {
      this.level = level;
    }

    /** Adds a child to show; returns whether its own children are to be shown. */
    boolean add(int node, int depth) {
      shown.add(node);
      return level + 1 < depth;
    }
  }

  private void collect(int top, int depth) {
    Optional<LargeNodes> large = tree.largeNodes().filter(nodes -> suffices(nodes, top, depth));
    if (large.isPresent()) {
      collect(large.get(), top, depth);
      return;
    }
    IdSet open = new IdSet(tree.count());
    IdSet owners = new IdSet(tree.count());
    for (int owner = 0; owner < tree.owners().count(); owner++) {
      owners.add(tree.nodeOfOwner(owner));
    }
    childrenByNode.put(top, new Children(0));
    open.add(top);
    tree.forEachAfter(
        top,
        (node, dominator, retained) -> {
          int parent = dominator;
          while (!withOwners && owners.contains(parent)) {
            parent = tree.dominator(parent);
          }
          if (open.contains(parent) && (withOwners || !owners.contains(node))) {
            Children children = childrenByNode.get(parent);
            if (!isShown(retained)) {
              children.others++;
              children.othersRetained += retained;
            } else if (children.add(node, depth)) {
              childrenByNode.put(node, new Children(children.level + 1));
              open.add(node);
            }
          }
        });
  }

  private boolean suffices(LargeNodes large, int top, int depth) {
    return top == DominatorTree.ROOT && minRetained >= large.minRetained() && large.reach(depth);
  }

  /**
   * Collects from the large nodes, which include all nodes to show. For the number and bytes of the
   * small children, subtracts those of the large ones from all of their parent's.
   */
  private void collect(LargeNodes large, int top, int depth) {
    childrenByNode.put(top, new Children(0));
    for (int i = 0; i < large.nodes().length; i++) {
      int node = large.nodes()[i];
      boolean counts = node != top && (withOwners || tree.owner(node) == RootOwners.NONE);
      Children siblings = counts ? childrenByNode.get(parent(node)) : null;
      if (siblings != null && isShown(tree.retained(node))) {
        siblings.othersRetained -= tree.retained(node);
        siblings.others--;
        if (siblings.add(node, depth)) {
          childrenByNode.put(node, new Children(siblings.level + 1));
        }
      }
      Children children = childrenByNode.get(node);
      if (children != null) {
        boolean skipped = node == DominatorTree.ROOT && !withOwners;
        children.others += skipped ? large.belowOwners() : large.childCounts()[i];
        children.othersRetained += tree.retained(node) - ownSize(node);
      }
    }
  }

  private long ownSize(int node) {
    return tree.object(node) == ObjectTable.NONE ? 0 : sizeOf.applyAsLong(tree.object(node));
  }

  private int parent(int node) {
    int parent = tree.dominator(node);
    while (!withOwners && parent != DominatorTree.ROOT && tree.owner(parent) != RootOwners.NONE) {
      parent = tree.dominator(parent);
    }
    return parent;
  }

  private Entry entry(int node) {
    Children children = childrenByNode.get(node);
    if (children == null) {
      return new Entry(node, List.of(), 0, 0, true);
    }
    List<Entry> entries = children.shown.intStream().mapToObj(this::entry).sorted(order()).toList();
    return new Entry(node, entries, children.others, children.othersRetained, false);
  }

  /** Largest first, then by address of objects. */
  private Comparator<Entry> order() {
    return Comparator.comparingLong((Entry e) -> -tree.retained(e.node()))
        .thenComparingInt(e -> tree.object(e.node()))
        .thenComparingInt(Entry::node);
  }
}
