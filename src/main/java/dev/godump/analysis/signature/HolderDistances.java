package dev.godump.analysis.signature;

import dev.godump.analysis.signature.Holders.Rank;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntCollection;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far objects are from some targets, up to the nearest objects that holders point at: package
 * variables if any lead to a target, else goroutines, else others. A map counts as one edge,
 * whatever its parts.
 */
final class HolderDistances {
  /** The distance of objects that were not reached. */
  static final int NONE = ObjectTable.NONE;

  private final HeapGraph graph;
  private final Holders holders;
  private final Int2IntOpenHashMap distances = new Int2IntOpenHashMap();

  private final IntArrayList targets = new IntArrayList();

  /** The nearest objects by the kind of holders that point at them. */
  private final Map<Rank, IntArrayList> nearest = new EnumMap<>(Rank.class);

  private HolderDistances(HeapGraph graph, Holders holders) {
    this.graph = graph;
    this.holders = holders;
    distances.defaultReturnValue(NONE);
  }

  /** Goes back from the targets, level by level. Visits objects that lead to them only. */
  static HolderDistances to(IntCollection targets, HeapGraph graph, Holders holders) {
    HolderDistances distances = new HolderDistances(graph, holders);
    distances.wholes(targets).forEach(object -> distances.reach(object, 0, distances.targets));
    distances.search(new IntArrayList(distances.targets));
    return distances;
  }

  /** The targets, with the header of a map in place of its other parts. */
  private IntCollection wholes(IntCollection targets) {
    IntLinkedOpenHashSet all = new IntLinkedOpenHashSet(targets);
    IntArrayList open = new IntArrayList(all);
    for (int i = 0; i < open.size(); i++) {
      int part = open.getInt(i);
      if (holders.isPart(part)) {
        graph
            .referrers()
            .forEach(
                part,
                referrer -> {
                  if (all.add(referrer)) {
                    open.add(referrer);
                  }
                });
      }
    }
    IntArrayList wholes = new IntArrayList(all);
    wholes.removeIf(holders::isPart);
    return wholes.isEmpty() ? all : wholes;
  }

  private void reach(int object, int distance, IntArrayList level) {
    if (distances.putIfAbsent(object, distance) == NONE) {
      level.add(object);
    }
  }

  private void search(IntArrayList first) {
    IntArrayList level = first;
    for (int at = 0; !level.isEmpty() && !nearest.containsKey(Rank.VARIABLE); at++) {
      int distance = at;
      IntArrayList same = level;
      IntArrayList next = new IntArrayList();
      for (int i = 0; i < same.size(); i++) {
        int object = same.getInt(i);
        if (!holders.isEnd(object)) {
          graph
              .referrers()
              .forEach(
                  object,
                  referrer -> {
                    boolean part = holders.isPart(referrer);
                    reach(referrer, part ? distance : distance + 1, part ? same : next);
                  });
        }
      }
      addNearest(same);
      level = next;
    }
  }

  private void addNearest(IntArrayList level) {
    Map<Rank, IntArrayList> found = new EnumMap<>(Rank.class);
    for (int object : level) {
      for (Rank rank : Rank.values()) {
        if (holders.hold(rank, object) && !holders.isPart(object)) {
          found.computeIfAbsent(rank, r -> new IntArrayList()).add(object);
        }
      }
    }
    found.forEach(nearest::putIfAbsent);
  }

  /** The objects that paths lead to. */
  IntArrayList targets() {
    return targets;
  }

  /** The distance of an object, or {@link #NONE}. */
  int of(int object) {
    return distances.get(object);
  }

  /** The best kind of holders that lead to a target, with the nearest objects they point at. */
  Optional<Map.Entry<Rank, IntArrayList>> nearest() {
    return nearest.entrySet().stream().findFirst();
  }
}
