package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** How many roots of each kind lead to an object over any path. */
final class RootKinds {
  private RootKinds() {}

  /**
   * Walks back from an object over everything that leads to it.
   *
   * @param hubs objects of which it is known what leads to them
   */
  static Map<RootKind, Integer> of(HeapGraph graph, List<Hub> hubs, int target) {
    // what leads to a hub that leads to the target need not be walked over
    List<Hub> passed = hubs.stream().filter(hub -> hub.leadsTo(target)).toList();
    IntPredicate known = object -> passed.stream().anyMatch(hub -> hub.isLedToFrom(object));
    IntOpenHashSet leads = new IntOpenHashSet();
    IntArrayList todo = new IntArrayList();
    if (!known.test(target)) {
      leads.add(target);
      todo.add(target);
    }
    while (!todo.isEmpty()) {
      graph
          .referrers()
          .forEach(
              todo.popInt(),
              source -> {
                if (!known.test(source) && leads.add(source)) {
                  todo.add(source);
                }
              });
    }
    Map<RootKind, Integer> kinds = new EnumMap<>(RootKind.class);
    Roots roots = graph.roots();
    for (int root = 0; root < roots.count(); root++) {
      int id = roots.target(root);
      if (leads.contains(id) || known.test(id)) {
        kinds.merge(roots.kind(root), 1, Integer::sum);
      }
    }
    return kinds;
  }
}
