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
 * What alone keeps each object alive: a package variable, goroutines of one stack, a finalizer;
 * else several roots together. Numbered from 0. Takes 4 bytes per node of the dominator tree.
 */
final class ExclusiveOwners {
  static final String SEVERAL = "several roots";
  static final String GARBAGE = "no root (garbage)";

  private final HeapGraph graph;
  private final HeapTypes types;
  private final DominatorTree tree;
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final int[] ofNode;
  private final int garbage;

  ExclusiveOwners(HeapGraph graph, HeapTypes types, DominatorTree tree) {
    this.graph = graph;
    this.types = types;
    this.tree = tree;
    garbage = number(GARBAGE);
    int several = number(SEVERAL);
    ofNode = new int[tree.count()];
    // a node comes after its dominator
    for (int node = 1; node < ofNode.length; node++) {
      int above = tree.dominator(node);
      if (above != DominatorTree.ROOT) {
        ofNode[node] = ofNode[above];
      } else {
        ofNode[node] = tree.holder(node) < 0 ? several : number(name(tree.holder(node)));
      }
    }
  }

  private int number(String name) {
    return numbers.computeIfAbsent(
        name,
        n -> {
          names.add(n);
          return names.size() - 1;
        });
  }

  /** Of a global the whole variable if that is known. */
  private String name(int number) {
    RootOwners.Holder holder = tree.holders().get(number);
    if (holder.kind() == RootOwners.Kind.GLOBAL && types.rootNames().isPresent()) {
      long address = RootLabel.of(graph, holder.roots().getInt(0)).address();
      Optional<Global> variable = types.rootNames().get().holding(address);
      if (variable.isPresent()) {
        return variable.get().name();
      }
    }
    return tree.holders().text(number);
  }

  int of(int object) {
    int node = tree.node(object);
    return node == 0 ? garbage : ofNode[node];
  }

  int count() {
    return names.size();
  }

  String called(int number) {
    return names.get(number);
  }
}
