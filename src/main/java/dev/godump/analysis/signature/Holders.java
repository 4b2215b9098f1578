package dev.godump.analysis.signature;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.roots.GoroutineObjects;
import dev.godump.heap.roots.RootOwners;
import dev.godump.heap.roots.RuntimeGlobals;
import dev.godump.types.HeapTypes;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * The holders that point at objects, by kind. Goroutines point at what their g and their wait
 * records point at; nothing else leads to these. Takes 3 bits per object. Not thread-safe.
 */
final class Holders {
  /** The most roots to compare by name, those with the lowest numbers. */
  private static final int MAX_NAMES = 1 << 12;

  /** The kinds of holders, in the order in which they count. */
  enum Rank {
    /** The program's package variables. */
    VARIABLE,
    GOROUTINE,
    /** Finalizers, other roots, and the runtime's own variables. */
    OTHER
  }

  private final HeapGraph graph;
  private final GoroutineObjects goroutines;
  private final HolderNames names;
  private final StepNames steps;
  private final BitSet runtimeRoots;
  private final Map<Rank, IdSet> held = new EnumMap<>(Rank.class);

  Holders(HeapGraph graph, HeapTypes types, RootOwners owners, HolderNames names, StepNames steps) {
    this.steps = steps;
    this.graph = graph;
    this.goroutines = owners.goroutineObjects();
    this.names = names;
    this.runtimeRoots = RuntimeGlobals.roots(graph, types.rootNames());
    for (Rank rank : Rank.values()) {
      held.put(rank, new IdSet(graph.objects().count()));
    }
    for (int root = 0; root < graph.roots().count(); root++) {
      if (!isEnd(graph.roots().target(root))) {
        held(rankOf(root)).add(graph.roots().target(root));
      }
    }
    for (int goroutine = 0; goroutine < goroutines.goroutines(); goroutine++) {
      forEachOwn(goroutine, held(Rank.GOROUTINE)::add);
    }
  }

  private void forEachOwn(int goroutine, IntConsumer visitor) {
    if (goroutines.g(goroutine) != ObjectTable.NONE) {
      visitor.accept(goroutines.g(goroutine));
      goroutines.waitRecords(goroutine).forEach(visitor);
    }
  }

  private Rank rankOf(int root) {
    return switch (graph.roots().kind(root)) {
      case DATA, BSS -> runtimeRoots.get(root) ? Rank.OTHER : Rank.VARIABLE;
      case FRAME, CONTEXT, DEFER, PANIC -> Rank.GOROUTINE;
      case FINALIZER, QUEUED_FINALIZER, OTHER -> Rank.OTHER;
    };
  }

  /**
   * Whether paths end at an object: a goroutine's g or wait record, which no holder keeps alive.
   */
  boolean isEnd(int object) {
    return goroutines.isSpecial(object);
  }

  private IdSet held(Rank rank) {
    return Objects.requireNonNull(held.get(rank));
  }

  /** Whether a holder of a kind points at an object. */
  boolean hold(Rank rank, int object) {
    return held(rank).contains(object);
  }

  /**
   * Names the first by name of the holders of a kind that point at one of some objects, and leaves
   * only the objects that a holder of this name points at.
   */
  String first(Rank rank, IntArrayList objects) {
    IntOpenHashSet all = new IntOpenHashSet(objects);
    Map<String, IntOpenHashSet> objectsByName = new TreeMap<>();
    int found = 0;
    for (int root = 0; root < graph.roots().count() && found < MAX_NAMES; root++) {
      int target = graph.roots().target(root);
      if (all.contains(target) && rankOf(root) == rank) {
        add(objectsByName, names.ofRoot(root), target);
        found++;
      }
    }
    for (int goroutine = 0;
        rank == Rank.GOROUTINE && goroutine < goroutines.goroutines();
        goroutine++) {
      String name = names.ofGoroutine(graph.process().goroutines().get(goroutine));
      forEachOwn(
          goroutine,
          object -> {
            if (all.contains(object)) {
              add(objectsByName, name, object);
            }
          });
    }
    Map.Entry<String, IntOpenHashSet> first = objectsByName.entrySet().iterator().next();
    objects.removeIf(object -> !first.getValue().contains(object));
    return first.getKey();
  }

  /**
   * Whether an object is a part of a map that other parts lead to. What a variable or field of type
   * sync.Map points at can look like a part, but is the map.
   */
  boolean isPart(int object) {
    if (!steps.isInsideMap(object)) {
      return false;
    }
    boolean[] whole = {false};
    if (steps.isSyncMap(object)) {
      whole[0] = hold(Rank.VARIABLE, object);
      graph.referrers().forEach(object, referrer -> whole[0] |= !steps.isInsideMap(referrer));
    }
    return !whole[0];
  }

  private static void add(Map<String, IntOpenHashSet> objectsByName, String name, int object) {
    objectsByName.computeIfAbsent(name, n -> new IntOpenHashSet()).add(object);
  }
}
