package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.analysis.leaks.UnionRetention.Freed;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.ProcessState;
import dev.godump.heap.roots.GoroutineFunctions;
import dev.godump.heap.roots.RootOwners;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds what similar objects without a common owner have in common. If nearly all of them are near
 * the roots of goroutines that were started with the same few functions, such as the two that serve
 * a connection, these goroutines are the suspect.
 */
final class SharedObjects {
  private static final int SAMPLE_SIZE = 64;

  /** Objects to visit on the way from a member back to roots. */
  private static final int MAX_VISITED = 100;

  /** A function counts as common if its goroutines are near this share of the members. */
  private static final double COMMON_SHARE = 0.6;

  /** The goroutines retain at least this share of what the members do. */
  private static final double EXPLAINED_SHARE = 0.8;

  private static final int MAX_FUNCTIONS = 4;

  private final SearchedHeap heap;
  private final UnionRetention union;
  private final IdSet explained;
  private final List<Together> all = new ArrayList<>();

  /** Owners of roots by the object that these point at; null until used. */
  private @Nullable Int2ObjectOpenHashMap<IntArrayList> ownersByObject;

  /**
   * Groups with the same goroutines near them.
   *
   * @param largest the first group, which retains most
   * @param nodes of the objects and goroutines
   */
  private record Together(SimilarObjects largest, IntArrayList nodes) {}

  SharedObjects(SearchedHeap heap, UnionRetention union) {
    this.heap = heap;
    this.union = union;
    this.explained = new IdSet(heap.graph.objects().count());
  }

  /**
   * The candidate for a group if goroutines explain it, or these with the timers of the runtime.
   * Otherwise {@link #objects} has the group, together with the goroutines near it.
   *
   * @param members nodes of all objects of the group
   */
  Optional<LeakCandidate> candidate(SimilarObjects group, IntArrayList members) {
    IntArrayList goroutines = commonGoroutines(members);
    long expected = (long) (EXPLAINED_SHARE * group.retained());
    if (!goroutines.isEmpty()) {
      IntArrayList withTimers = new IntArrayList(goroutines);
      withTimers.addAll(PendingTimers.arrays(heap));
      for (IntArrayList nodes : List.of(goroutines, withTimers)) {
        Freed freed = union.of(nodes);
        if (freed.total().bytes() >= expected) {
          return Optional.of(explained(Kind.GOROUTINES, nodes, freed, group));
        }
      }
    }
    Together together = goroutines.isEmpty() ? null : withGoroutines(goroutines);
    if (together == null) {
      together = new Together(group, new IntArrayList(goroutines));
      all.add(together);
    }
    together.nodes.addAll(members);
    return Optional.empty();
  }

  /** The groups near these goroutines, or near these and others: they belong together. */
  private @Nullable Together withGoroutines(IntArrayList goroutines) {
    for (Together together : all) {
      if (together.nodes.containsAll(goroutines)) {
        return together;
      }
    }
    return null;
  }

  /** The candidates that are objects: one for all groups with the same goroutines near them. */
  List<LeakCandidate> objects() {
    joinTimersOfContexts();
    return all.stream()
        .map(t -> explained(Kind.GROUP, t.nodes, union.of(t.nodes), t.largest))
        .toList();
  }

  /**
   * Joins contexts with their timers, which cancelling stops. The processors' arrays of timers lead
   * to these, too, so that the contexts alone don't retain them.
   */
  private void joinTimersOfContexts() {
    IntOpenHashSet arrays = objectsOf(PendingTimers.arrays(heap));
    for (Together contexts : List.copyOf(all)) {
      if (contexts.largest.type().startsWith("context.")) {
        IntOpenHashSet owners = objectsOf(contexts.nodes);
        List<Together> timers = new ArrayList<>(all);
        timers.removeIf(other -> !areTimersOf(owners, other.nodes, arrays));
        timers.forEach(joined -> contexts.nodes.addAll(joined.nodes));
        all.removeAll(timers);
      }
    }
  }

  private IntOpenHashSet objectsOf(IntArrayList nodes) {
    IntOpenHashSet objects = new IntOpenHashSet();
    for (int node : nodes) {
      objects.add(heap.tree.object(node));
    }
    objects.remove(ObjectTable.NONE);
    return objects;
  }

  /** Whether only owners and the processors' arrays of timers point at each of some objects. */
  private boolean areTimersOf(IntOpenHashSet owners, IntArrayList nodes, IntOpenHashSet arrays) {
    for (int node : nodes) {
      int object = heap.tree.object(node);
      if (object == ObjectTable.NONE || owners.contains(object)) {
        return false;
      }
      int[] pointers = new int[3];
      heap.graph
          .referrers()
          .forEach(
              object,
              referrer -> {
                if (heap.tree.isLive(referrer) && referrer != object) {
                  pointers[owners.contains(referrer) ? 0 : arrays.contains(referrer) ? 1 : 2]++;
                }
              });
      if (pointers[0] == 0 || pointers[1] == 0 || pointers[2] > 0) {
        return false;
      }
    }
    return true;
  }

  /** A candidate for a group, by what would be garbage without some nodes. */
  LeakCandidate explained(Kind kind, IntArrayList nodes, Freed freed, SimilarObjects group) {
    freed.objects().forEach(explained::add);
    return new LeakCandidate(
        kind, nodes, freed.total().bytes(), Optional.of(group), Optional.empty());
  }

  /** Whether an object would be garbage without one of the candidates found so far. */
  boolean isExplained(int object) {
    return explained.contains(object);
  }

  /** The nodes of all goroutines that were started with the functions near most members. */
  private IntArrayList commonGoroutines(IntArrayList members) {
    Map<String, Integer> votes = votes(members);
    int needed = (int) Math.ceil(COMMON_SHARE * Math.min(SAMPLE_SIZE, members.size()));
    votes.values().removeIf(count -> count < needed);
    IntOpenHashSet nodes = new IntOpenHashSet();
    if (votes.size() <= MAX_FUNCTIONS) {
      Map<String, IntArrayList> goroutines = votes.isEmpty() ? Map.of() : goroutinesByStart();
      votes.keySet().forEach(function -> nodes.addAll(goroutines.get(function)));
    }
    return new IntArrayList(nodes.intStream().sorted().toArray());
  }

  /** By function that goroutines were started with, the number of sampled members near them. */
  private Map<String, Integer> votes(IntArrayList members) {
    Object2IntOpenHashMap<String> votes = new Object2IntOpenHashMap<>();
    int step = Math.max(1, members.size() / SAMPLE_SIZE);
    for (int i = 0, n = 0; i < members.size() && n < SAMPLE_SIZE; i += step, n++) {
      for (String function : functionsNear(heap.tree.object(members.getInt(i)))) {
        votes.addTo(function, 1);
      }
    }
    return new TreeMap<>(votes);
  }

  private Set<String> functionsNear(int member) {
    Set<String> functions = new TreeSet<>();
    IntOpenHashSet seen = new IntOpenHashSet(new int[] {member});
    IntArrayList level = IntArrayList.of(member);
    while (!level.isEmpty() && functions.isEmpty() && seen.size() < MAX_VISITED) {
      IntArrayList next = new IntArrayList();
      for (int object : level) {
        IntArrayList owners = ownersByObject().get(object);
        if (owners != null) {
          owners.forEach(owner -> startOf(owner).ifPresent(functions::add));
        }
        heap.graph
            .referrers()
            .forEach(
                object,
                referrer -> {
                  if (seen.size() < MAX_VISITED
                      && heap.tree.isLive(referrer)
                      && !heap.tree.owners().goroutineObjects().isSpecial(referrer)
                      && seen.add(referrer)) {
                    next.add(referrer);
                  }
                });
      }
      level = next;
    }
    return functions;
  }

  /** The function that the goroutine of an owner was started with; empty for other owners. */
  private Optional<String> startOf(int owner) {
    int at = owner;
    RootOwners owners = heap.tree.owners();
    if (owners.kind(at) == RootOwners.Kind.FRAME) {
      at = owners.parent(at);
    }
    if (at == RootOwners.NONE || owners.kind(at) != RootOwners.Kind.GOROUTINE) {
      return Optional.empty();
    }
    ProcessState process = heap.graph.process();
    return Optional.of(
        GoroutineFunctions.start(process, process.goroutines().get(owners.get(at).index())));
  }

  private Int2ObjectOpenHashMap<IntArrayList> ownersByObject() {
    Int2ObjectOpenHashMap<IntArrayList> known = ownersByObject;
    if (known == null) {
      known = new Int2ObjectOpenHashMap<>();
      for (int root = 0; root < heap.graph.roots().count(); root++) {
        known
            .computeIfAbsent(heap.graph.roots().target(root), o -> new IntArrayList(1))
            .add(heap.tree.owners().ownerOfRoot(root));
      }
      RootOwners owners = heap.tree.owners();
      for (int owner = 0; owner < owners.count(); owner++) {
        for (int held : owners.held(owner)) {
          known.computeIfAbsent(held, o -> new IntArrayList(1)).add(owner);
        }
      }
      ownersByObject = known;
    }
    return known;
  }

  /** Nodes of goroutines' groups, or of goroutines without a group, by start function. */
  private Map<String, IntArrayList> goroutinesByStart() {
    Map<String, IntArrayList> nodes = new TreeMap<>();
    RootOwners owners = heap.tree.owners();
    ProcessState process = heap.graph.process();
    for (int owner = 0; owner < owners.count(); owner++) {
      RootOwners.Kind kind = owners.kind(owner);
      boolean top =
          kind == RootOwners.Kind.GOROUTINES
              || (kind == RootOwners.Kind.GOROUTINE && owners.parent(owner) == RootOwners.NONE);
      if (top) {
        nodes
            .computeIfAbsent(
                GoroutineFunctions.start(
                    process, process.goroutines().get(owners.get(owner).index())),
                f -> new IntArrayList())
            .add(heap.tree.nodeOfOwner(owner));
      }
    }
    return nodes;
  }
}
