package dev.godump.analysis;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.heap.HeapPart;
import dev.godump.heap.HeapParts;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.histogram.CrossDumpKeys;
import dev.godump.types.Certainty;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What would become garbage without some objects or roots. Found by marking again from the
 * remaining roots, not by adding retained sizes: an object with two owners is retained by neither.
 *
 * @param effects one for each cut, in the given order
 * @param live all live objects without the cuts
 * @param cut the live objects among the cut ones
 * @param freed the objects that would be garbage, the cut ones included
 * @param remaining the objects that would still be live
 * @param freedByType freed objects by type, or by shape if the type is unknown, most bytes first
 * @param finalizers number of finalizers of freed objects; whatever such an object refers to stays
 *     until the finalizer has run
 * @param byCleanups what would become of the objects that only inferred cleanups keep alive
 */
public record WhatIf(
    List<Effect> effects,
    ObjectTotal live,
    ObjectTotal cut,
    ObjectTotal freed,
    ObjectTotal remaining,
    List<FreedType> freedByType,
    long finalizers,
    KeptByCleanups byCleanups) {

  /**
   * What inferred cleanups keep alive before and after the cuts.
   *
   * @param before the objects that only they keep alive without the cuts
   * @param freed those of them that would be garbage
   * @param added freed objects of the live heap that they would keep alive from then on
   * @param freedByType freed objects as in the live heap
   */
  public record KeptByCleanups(
      ObjectTotal before, ObjectTotal freed, ObjectTotal added, List<FreedType> freedByType) {}

  /** Freed objects of one type or shape. */
  public record FreedType(String name, Certainty certainty, ObjectTotal total) {}

  /**
   * The effect of one cut.
   *
   * @param cut the cut
   * @param total the live objects that it removes
   * @param keptByCleanups number of objects that it removes and only cleanups keep alive
   * @param targets number of live objects that it points at and that are not cut
   * @param remainingPath a path to the first of these targets, if all of them stay reachable
   */
  public record Effect(
      Cut cut,
      ObjectTotal total,
      long keptByCleanups,
      long targets,
      Optional<RemainingPath> remainingPath) {

    /** Whether the cut frees nothing but the objects that it removes. */
    public boolean freesNothing() {
      return keptByCleanups == 0 && (targets == 0 || remainingPath.isPresent());
    }
  }

  /**
   * A path that keeps an object alive after the cuts.
   *
   * @param object its id
   * @param root id of the root at its start
   * @param path ids of the objects on it, the object last
   */
  public record RemainingPath(int object, int root, IntList path) {}

  /** Marks from the remaining roots, without passing through cut objects. */
  public static WhatIf of(Heap heap, List<Cut> cuts) throws IOException {
    return new Marking(heap, cuts).answer(CrossDumpKeys.byType(heap.graph(), heap.types()));
  }

  private static final class Marking {
    private final HeapGraph graph;
    private final Reachability reachability;
    private final List<Cut> cuts;
    private final RemainingPaths remaining;
    private final HeapParts parts;

    /** The objects that cleanups, and no root, keep alive after the cuts. */
    private final IdSet keptByCleanups;

    Marking(Heap heap, List<Cut> cuts) throws IOException {
      graph = heap.graph();
      reachability = heap.reachability();
      this.cuts = cuts;
      remaining = new RemainingPaths(graph, cuts);
      parts = heap.unrecorded().parts();
      keptByCleanups = remaining.reachedFrom(graph, heap.unrecorded().cleanups().objects());
    }

    WhatIf answer(CrossDumpKeys keys) {
      ObjectTotal live = new ObjectTotal(reachability.liveObjects(), reachability.liveBytes());
      ObjectTotal freed = total(this::isFreed);
      return new WhatIf(
          cuts.stream().map(this::effect).toList(),
          live,
          total(id -> reachability.isLive(id) && remaining.isCut(id)),
          freed,
          live.minus(freed),
          byType(keys, this::isFreed),
          finalizers(),
          new KeptByCleanups(
              total(this::isKept),
              total(this::isFreedOfKept),
              total(id -> isFreed(id) && keptByCleanups.contains(id)),
              byType(keys, this::isFreedOfKept)));
    }

    private boolean isKept(int object) {
      return parts.of(object) == HeapPart.CLEANUPS;
    }

    private boolean isFreedOfKept(int object) {
      return isKept(object) && !keptByCleanups.contains(object);
    }

    private boolean isFreed(int object) {
      return reachability.isLive(object) && !remaining.isReached(object);
    }

    private ObjectTotal total(IntPredicate filter) {
      Tally tally = new Tally();
      graph
          .objects()
          .forEach(
              (id, address, size) -> {
                if (filter.test(id)) {
                  tally.add(size);
                }
              });
      return tally.total();
    }

    private List<FreedType> byType(CrossDumpKeys keys, IntPredicate filter) {
      long[] counts = new long[keys.count()];
      long[] bytes = new long[keys.count()];
      graph
          .objects()
          .forEach(
              (id, address, size) -> {
                if (filter.test(id)) {
                  counts[keys.keyOf(id)]++;
                  bytes[keys.keyOf(id)] += size;
                }
              });
      List<FreedType> rows = new ArrayList<>();
      for (int key = 0; key < counts.length; key++) {
        if (counts[key] > 0) {
          rows.add(
              new FreedType(
                  keys.name(key), keys.certainty(key), new ObjectTotal(counts[key], bytes[key])));
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
      cut.cleared().forEach(object -> edges.forEach(object, targets::add));
      cut.unlinked().forEach(object -> edges.forEach(object, targets::add));
      long objects = 0;
      long bytes = 0;
      long kept = 0;
      for (int object : cut.objects()) {
        kept += isKept(object) ? 1 : 0;
        if (reachability.isLive(object)) {
          objects++;
          bytes += graph.objects().size(object);
          for (long e = edges.first(object); e != Edges.NONE; e = edges.next(e)) {
            targets.add(edges.target(e));
          }
        }
      }
      targets.removeIf(remaining::isCut);
      // a g is never freed, and a wait record points at it
      targets.removeAll(cut.cleared());
      return new Effect(
          cut, new ObjectTotal(objects, bytes), kept, targets.size(), remainingPath(targets));
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
          .filter(object -> object != ObjectTable.NONE && isFreed(object))
          .count();
    }
  }
}
