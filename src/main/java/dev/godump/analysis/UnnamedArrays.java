package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorChildren;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.RootLabel;
import it.unimi.dsi.fastutil.ints.Int2ObjectRBTreeMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntMap;
import it.unimi.dsi.fastutil.longs.Long2IntRBTreeMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Finds arrays among the words of segments without the names of variables: many words at equal
 * distances that each keep an object of one kind alive.
 */
public final class UnnamedArrays {
  /** Fewer words may be variables of one type side by side. */
  private static final int MIN_ELEMENTS = 32;

  private final HeapGraph graph;
  private final DominatorTree tree;
  private final DominatorChildren children;
  private final IntUnaryOperator kinds;

  /** Nodes of objects by the address of the word that keeps them alive, by kind. */
  private final Int2ObjectRBTreeMap<Long2IntRBTreeMap> wordsByKind = new Int2ObjectRBTreeMap<>();

  /**
   * @param kinds of objects, by their nodes in the tree
   */
  public UnnamedArrays(
      HeapGraph graph, DominatorTree tree, DominatorChildren children, IntUnaryOperator kinds) {
    this.graph = graph;
    this.tree = tree;
    this.children = children;
    this.kinds = kinds;
  }

  /** Adds the node of a word. */
  public void add(int word) {
    int root = tree.owners().get(tree.owner(word)).roots().getInt(0);
    long address = RootLabel.of(graph, root).address();
    int child = children.first(word);
    for (; child != 0; child = children.next(child)) {
      wordsByKind
          .computeIfAbsent(kinds.applyAsInt(child), kind -> new Long2IntRBTreeMap())
          .put(address, child);
    }
  }

  /** The nodes of the objects of each array. */
  public List<IntArrayList> elements() {
    List<IntArrayList> arrays = new ArrayList<>();
    for (Long2IntRBTreeMap words : wordsByKind.values()) {
      IntArrayList run = new IntArrayList();
      long last = 0;
      long distance = 0;
      for (Long2IntMap.Entry word : words.long2IntEntrySet()) {
        if (run.size() > 1 && word.getLongKey() - last != distance) {
          addIfLong(run, arrays);
          int previous = run.getInt(run.size() - 1);
          run = IntArrayList.of(previous);
        }
        distance = word.getLongKey() - last;
        last = word.getLongKey();
        run.add(word.getIntValue());
      }
      addIfLong(run, arrays);
    }
    return arrays;
  }

  private static void addIfLong(IntArrayList run, List<IntArrayList> arrays) {
    if (run.size() >= MIN_ELEMENTS) {
      arrays.add(run);
    }
  }
}
