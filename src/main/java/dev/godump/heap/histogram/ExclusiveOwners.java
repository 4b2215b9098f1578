package dev.godump.heap.histogram;

import dev.godump.binary.dwarf.Global;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.RootLabel;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.HeapTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The owner that alone keeps each object alive: a package variable, goroutines with one stack, a
 * finalizer; or "several roots". Owners are numbered from 0. Takes 4 bytes per node of the
 * dominator tree.
 */
public final class ExclusiveOwners {
  static final String SEVERAL = "several roots";

  private final HeapGraph graph;
  private final HeapTypes types;
  private final DominatorTree tree;
  private final List<String> nameByOwner = new ArrayList<>();
  private final Map<String, Integer> ownerByName = new HashMap<>();
  private final int[] ownerByNode;
  private final int garbage;
  private final int several;

  public ExclusiveOwners(HeapGraph graph, HeapTypes types, DominatorTree tree) {
    this(graph, types, tree, tree.count());
    // dominators come before the nodes they dominate
    for (int node = 1; node < ownerByNode.length; node++) {
      int above = tree.dominator(node);
      if (above != DominatorTree.ROOT) {
        ownerByNode[node] = ownerByNode[above];
      } else {
        ownerByNode[node] = ownerOfTop(node);
      }
    }
  }

  /**
   * @param known number of nodes whose owners are kept
   */
  private ExclusiveOwners(HeapGraph graph, HeapTypes types, DominatorTree tree, int known) {
    this.graph = graph;
    this.types = types;
    this.tree = tree;
    garbage = owner(Histogram.NO_RECORDED_ROOT);
    several = owner(SEVERAL);
    ownerByNode = new int[known];
  }

  /** Makes owners that are found when they are asked for, in time of an object's depth. */
  public static ExclusiveOwners ofFew(HeapGraph graph, HeapTypes types, DominatorTree tree) {
    return new ExclusiveOwners(graph, types, tree, 0);
  }

  /** The owner of a node that only the root dominates. */
  private int ownerOfTop(int node) {
    return tree.owner(node) == RootOwners.NONE ? several : owner(name(tree.owner(node)));
  }

  private int owner(String name) {
    return ownerByName.computeIfAbsent(
        name,
        n -> {
          nameByOwner.add(n);
          return nameByOwner.size() - 1;
        });
  }

  /** The name of an owner; for a global, that of the whole variable if known. */
  private String name(int number) {
    RootOwners.Owner owner = tree.owners().get(number);
    if (owner.kind() == RootOwners.Kind.GLOBAL && types.rootNames().isPresent()) {
      long address = RootLabel.of(graph, owner.roots().getInt(0)).address();
      Optional<Global> variable = types.rootNames().get().globalAt(address);
      if (variable.isPresent()) {
        return variable.get().name();
      }
    }
    return tree.owners().text(number);
  }

  /** The number of the owner of an object. */
  public int ownerOf(int object) {
    int node = tree.node(object);
    if (node == DominatorTree.ROOT) {
      return garbage;
    }
    if (ownerByNode.length > 0) {
      return ownerByNode[node];
    }
    int top = node;
    for (int above = tree.dominator(top);
        above != DominatorTree.ROOT;
        above = tree.dominator(top)) {
      top = above;
    }
    return ownerOfTop(top);
  }

  int count() {
    return nameByOwner.size();
  }

  /** The name of an owner. */
  public String nameOf(int number) {
    return nameByOwner.get(number);
  }
}
