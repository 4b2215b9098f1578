package dev.godump.analysis;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.histogram.CrossDumpKeys;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What would become garbage if some objects or roots went away, found by marking anew from the
 * roots that stay, not by adding retained sizes up: two things that hold the same retain it
 * together only.
 *
 * @param effects of each cut, in the order they were given
 * @param live what is live with nothing cut
 * @param cut the live objects that are cut themselves
 * @param freed what would be garbage, those included
 * @param remaining what would still be live
 * @param rows what would be freed by type, or shape where no type is known, most bytes first
 * @param finalizers how many finalizers freed objects have; what such an object refers to stays
 *     until its finalizer has run
 */
public record WhatIf(
    List<Effect> effects,
    Total live,
    Total cut,
    Total freed,
    Total remaining,
    List<FreedType> freedByType,
    long finalizers) {

  /**
   * Objects added up.
   *
   * @param objects how many
   * @param bytes of their slots
   */
  public record Total(long objects, long bytes) {
    Total minus(Total other) {
      return new Total(objects - other.objects, bytes - other.bytes);
    }
  }

  /** Freed objects of one type or shape. */
  public record FreedType(String name, Certainty certainty, Total total) {}

  /**
   * What one cut comes to.
   *
   * @param cut what goes
   * @param total the live objects among it
   * @param pointsAt how many live objects it points at that are not cut
   * @param heldOtherwise what keeps the first of those, where all of them stay
   */
  public record Effect(Cut cut, Total total, long targets, Optional<RemainingPath> remainingPath) {

    /** Whether nothing is freed on its account, but the cut objects themselves. */
    public boolean freesNothing() {
      return targets == 0 || remainingPath.isPresent();
    }
  }

  /**
   * Why an object stays.
   *
   * @param object its id
   * @param root number of a root that a shortest path to it starts from
   * @param path ids of the objects on that path, the object last
   */
  public record RemainingPath(int object, int root, IntList path) {}

  /** Marks from the roots that stay, without going through objects that are cut. */
  public static WhatIf of(
      HeapGraph graph, HeapTypes types, Reachability reachability, List<Cut> cuts) {
    return new Marking(graph, reachability, cuts).answer(CrossDumpKeys.byType(graph, types));
  }

  private static final class Marking {
    private final HeapGraph graph;
    private final Reachability reachability;
    private final List<Cut> cuts;
    private final RemainingPaths remaining;

    Marking(HeapGraph graph, Reachability reachability, List<Cut> cuts) {
      this.graph = graph;
      this.reachability = reachability;
      this.cuts = cuts;
      this.remaining = new RemainingPaths(graph, cuts);
    }

    WhatIf answer(CrossDumpKeys keys) {
      Total live = new Total(reachability.liveObjects(), reachability.liveBytes());
      Total freed = total(this::isFreed);
      return new WhatIf(
          cuts.stream().map(this::effect).toList(),
          live,
          total(id -> reachability.isLive(id) && remaining.isCut(id)),
          freed,
          live.minus(freed),
          freedByType(keys),
          finalizers());
    }

    private boolean isFreed(int object) {
      return reachability.isLive(object) && !remaining.isReached(object);
    }

    private Total total(IntPredicate filter) {
      long[] sums = new long[2];
      graph
          .objects()
          .forEach(
              (id, address, size) -> {
                if (filter.test(id)) {
                  sums[0]++;
                  sums[1] += size;
                }
              });
      return new Total(sums[0], sums[1]);
    }

    private List<FreedType> freedByType(CrossDumpKeys keys) {
      long[] counts = new long[keys.count()];
      long[] bytes = new long[keys.count()];
      graph
          .objects()
          .forEach(
              (id, address, size) -> {
                if (isFreed(id)) {
                  counts[keys.keyOf(id)]++;
                  bytes[keys.keyOf(id)] += size;
                }
              });
      List<FreedType> rows = new ArrayList<>();
      for (int key = 0; key < counts.length; key++) {
        if (counts[key] > 0) {
          rows.add(
              new FreedType(
                  keys.name(key), keys.certainty(key), new Total(counts[key], bytes[key])));
        }
      }
      rows.sort(
          Comparator.comparingLong((FreedType row) -> -row.total().bytes())
              .thenComparing(FreedType::name));
      return List.copyOf(rows);
    }

    private Effect effect(Cut cut) {
      IntOpenHashSet targets = new IntOpenHashSet();
      cut.roots().forEach(root -> targets.add(graph.roots().target(root)));
      Edges edges = graph.edges();
      long objects = 0;
      long bytes = 0;
      for (int object : cut.objects()) {
        if (reachability.isLive(object)) {
          objects++;
          bytes += graph.objects().size(object);
          for (long e = edges.first(object); e >= 0; e = edges.next(e)) {
            targets.add(edges.target(e));
          }
        }
      }
      targets.removeIf(remaining::isCut);
      return new Effect(cut, new Total(objects, bytes), targets.size(), remainingPath(targets));
    }

    private Optional<RemainingPath> remainingPath(IntOpenHashSet targets) {
      int lowest = Integer.MAX_VALUE;
      for (int target : targets) {
        if (!remaining.isReached(target)) {
          return Optional.empty();
        }
        lowest = Math.min(lowest, target);
      }
      return targets.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new RemainingPath(lowest, remaining.rootOf(lowest), remaining.pathTo(lowest)));
    }

    private long finalizers() {
      return graph.process().finalizers().stream()
          .mapToInt(f -> graph.objects().find(f.object()))
          .filter(object -> object >= 0 && isFreed(object))
          .count();
    }
  }
}
