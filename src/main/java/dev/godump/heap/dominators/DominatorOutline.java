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
  private static final int OWNER_LEVELS = 3;

  private final DominatorTree tree;
  private final IntToLongFunction sizeOf;
  private final boolean withOwners;
  private final long minRetained;

  /** Nodes whose children are looked at. */
  private final Int2ObjectOpenHashMap<Children> childrenByNode = new Int2ObjectOpenHashMap<>();

  private DominatorOutline(
      HeapGraph graph, DominatorTree tree, boolean withOwners, long minRetained) {
    this.tree = tree;
    this.sizeOf = graph.objects()::size;
    this.withOwners = withOwners;
    this.minRetained = minRetained;
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
      HeapGraph graph,
      DominatorTree tree,
      int top,
      int depth,
      long minRetained,
      boolean withOwners) {
    DominatorOutline outline = new DominatorOutline(graph, tree, withOwners, minRetained);
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
            if (retained < minRetained) {
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
    return top == DominatorTree.ROOT
        && minRetained >= large.minRetained()
        && depth < large.maxDepth() - OWNER_LEVELS;
  }

  /**
   * All nodes to show are large; what the others come to follows from what their parent retains.
   */
  private void collect(LargeNodes large, int top, int depth) {
    childrenByNode.put(top, new Children(0));
    for (int i = 0; i < large.nodes().length; i++) {
      int node = large.nodes()[i];
      boolean counts = node != top && (withOwners || tree.owner(node) < 0);
      Children siblings =
          counts && tree.retained(node) >= minRetained ? childrenByNode.get(parent(node)) : null;
      if (siblings != null) {
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
    return tree.object(node) < 0 ? 0 : sizeOf.applyAsLong(tree.object(node));
  }

  private int parent(int node) {
    int parent = tree.dominator(node);
    while (!withOwners && parent != DominatorTree.ROOT && tree.owner(parent) >= 0) {
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

  /** Largest first; of equal ones, objects by address. */
  private Comparator<Entry> order() {
    return Comparator.comparingLong((Entry e) -> -tree.retained(e.node()))
        .thenComparingInt(e -> tree.object(e.node()))
        .thenComparingInt(Entry::node);
  }
}
