package dev.godump.analysis.leaks;

import dev.godump.analysis.ObjectTotal;
import dev.godump.analysis.UnnamedArrays;
import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.analysis.waits.StuckGoroutines;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.ProcessState;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.paths.RootPaths;
import dev.godump.heap.roots.GoroutineFunctions;
import dev.godump.heap.roots.RootOwners;
import dev.godump.heap.roots.RuntimeGlobals;
import it.unimi.dsi.fastutil.ints.Int2ObjectLinkedOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the candidates of a heap. Searches each large child of the dominator tree's root, and joins
 * the small ones that belong together: the words of one variable, goroutines that were started with
 * one function, finalizers of one function, similar objects without a common owner.
 */
final class TopLevelSearch {
  private static final int SAMPLE_SIZE = 64;

  private final SearchedHeap heap;
  private final RuntimeOwners runtime;
  private final LeakSearch search;
  private final SharedObjects shared;
  private final UnnamedArrays arrays;
  private final UnionRetention union;
  private final long threshold;

  /**
   * Small nodes that belong together.
   *
   * @param kind of the candidate that they are, if they retain enough
   * @param nodes of owners, or of objects
   */
  private record Family(Kind kind, IntArrayList nodes) {}

  /**
   * @param threshold bytes that a candidate retains at least
   */
  TopLevelSearch(SearchedHeap heap, UnionRetention union, long threshold) {
    this.heap = heap;
    this.runtime = new RuntimeOwners(heap);
    this.search = new LeakSearch(heap, runtime, threshold);
    this.union = union;
    this.shared = new SharedObjects(heap, union);
    this.arrays = new UnnamedArrays(heap.graph, heap.tree, heap.children, heap::kindOf);
    this.threshold = threshold;
  }

  List<LeakCandidate> candidates() throws IOException {
    List<LeakCandidate> found = new ArrayList<>();
    Map<String, Family> families = new TreeMap<>();
    SimilarGroups groups = new SimilarGroups(heap);
    int child = heap.children.first(DominatorTree.ROOT);
    for (; child != 0; child = heap.children.next(child)) {
      if (heap.tree.retained(child) >= threshold) {
        found.addAll(runtime.isRuntime(child) ? List.of() : search.below(child));
      } else if (heap.tree.object(child) == ObjectTable.NONE) {
        addToFamily(families, child);
      } else if (!runtime.isRuntime(child)) {
        groups.add(child);
      }
    }
    for (Family family : families.values()) {
      joined(family).ifPresent(found::add);
    }
    for (IntArrayList elements : arrays.elements()) {
      joined(new Family(Kind.GROUP, elements)).ifPresent(found::add);
    }
    List<SimilarObjects> largest = new ArrayList<>(groups.all());
    largest.sort(
        Comparator.comparingLong(SimilarObjects::retained)
            .reversed()
            .thenComparingInt(SimilarObjects::example));
    for (SimilarObjects group : largest) {
      group(group).ifPresent(found::add);
    }
    found.addAll(shared.objects());
    timers().ifPresent(found::add);
    stuck(found).ifPresent(found::add);
    found.addAll(senders(found));
    found.removeIf(this::isRuntimeList);
    return withoutParts(new PartsOfOne(heap, union).join(found));
  }

  /** Whether a candidate is a list of the runtime's own, such as that of deferred calls. */
  private boolean isRuntimeList(LeakCandidate candidate) {
    return candidate.kind() == Kind.LIST
        && heap.typeName(candidate.similar().orElseThrow().example()).startsWith("runtime.");
  }

  private void addToFamily(Map<String, Family> families, int node) {
    int owner = heap.tree.owner(node);
    ProcessState process = heap.graph.process();
    if (heap.tree.retained(node) == 0) {
      return;
    }
    int index = heap.tree.owners().get(owner).index();
    switch (heap.tree.owners().kind(owner)) {
      case GLOBAL -> {
        String variable = runtime.variable(owner);
        if (variable.isEmpty()) {
          arrays.add(node);
        } else if (!RuntimeGlobals.isRuntime(variable)) {
          add(families, "variable " + variable, Kind.VARIABLE, node);
        }
      }
      case GOROUTINE, GOROUTINES -> {
        String start = GoroutineFunctions.start(process, process.goroutines().get(index));
        add(families, "goroutine " + start, Kind.GOROUTINES, node);
      }
      case FINALIZER ->
          add(
              families,
              "finalizer " + Long.toHexString(process.finalizers().get(index).entry()),
              Kind.FINALIZER_CYCLE,
              node);
      default -> {}
    }
  }

  private static void add(Map<String, Family> families, String name, Kind kind, int node) {
    families.computeIfAbsent(name, n -> new Family(kind, new IntArrayList())).nodes.add(node);
  }

  private Optional<LeakCandidate> joined(Family family) {
    long sum = 0;
    SimilarGroups groups = new SimilarGroups(heap);
    for (int node : family.nodes) {
      sum += heap.tree.retained(node);
      if (heap.tree.object(node) != ObjectTable.NONE) {
        groups.add(node);
        continue;
      }
      heap.children.forEach(
          node,
          child -> {
            if (heap.tree.object(child) != ObjectTable.NONE) {
              groups.add(child);
            }
          });
    }
    if (sum < threshold || family.nodes.size() < 2) {
      return Optional.empty();
    }
    ObjectTotal total = union.of(family.nodes).total();
    return Optional.of(
        new LeakCandidate(
            family.kind, family.nodes, total.bytes(), groups.largest(), Optional.empty()));
  }

  private Optional<LeakCandidate> timers() {
    IntArrayList arrays = PendingTimers.arrays(heap);
    long retained = arrays.isEmpty() ? 0 : union.of(arrays).total().bytes();
    return retained >= threshold
        ? Optional.of(
            new LeakCandidate(Kind.TIMERS, arrays, retained, Optional.empty(), Optional.empty()))
        : Optional.empty();
  }

  /**
   * The goroutines that can never go on, if together they retain clearly more than one by one: they
   * share what they wait for, as the stages of a pipeline do.
   */
  private Optional<LeakCandidate> stuck(List<LeakCandidate> found) throws IOException {
    StuckGoroutines stuck = heap.stuck();
    RootOwners owners = heap.tree.owners();
    ProcessState process = heap.graph.process();
    IntLinkedOpenHashSet nodes = new IntLinkedOpenHashSet();
    long apart = 0;
    for (int goroutine = 0; stuck.count() > 0 && goroutine < stuck.size(); goroutine++) {
      int owner = owners.ownerOfGoroutineGroup(goroutine);
      if (stuck.contains(goroutine)
          && !GoroutineFunctions.isMain(process, process.goroutines().get(goroutine))
          && owner != RootOwners.NONE
          && nodes.add(heap.tree.nodeOfOwner(owner))) {
        apart += heap.tree.retained(heap.tree.nodeOfOwner(owner));
      }
    }
    if (nodes.size() < 2) {
      return Optional.empty();
    }
    for (LeakCandidate candidate : found) {
      // the union for goroutines of one function that wait in several states
      if (candidate.nodes().size() > 1 && candidate.nodes().containsAll(nodes)) {
        return Optional.empty();
      }
    }
    IntArrayList all = new IntArrayList(nodes);
    long together = union.of(all).total().bytes();
    return together >= threshold && together >= apart + apart / 4
        ? Optional.of(
            new LeakCandidate(Kind.GOROUTINES, all, together, Optional.empty(), Optional.empty()))
        : Optional.empty();
  }

  /** Groups of stuck goroutines that keep much by the values that they send. */
  private List<LeakCandidate> senders(List<LeakCandidate> found) throws IOException {
    StuckGoroutines stuck = heap.stuck();
    RootOwners owners = heap.tree.owners();
    IntOpenHashSet known = new IntOpenHashSet();
    found.forEach(candidate -> known.addAll(candidate.nodes()));
    Int2ObjectLinkedOpenHashMap<IntArrayList> membersByNode = new Int2ObjectLinkedOpenHashMap<>();
    for (int goroutine = 0; stuck.count() > 0 && goroutine < stuck.size(); goroutine++) {
      int owner = owners.ownerOfGoroutineGroup(goroutine);
      if (stuck.contains(goroutine)
          && owner != RootOwners.NONE
          && !known.contains(heap.tree.nodeOfOwner(owner))) {
        membersByNode
            .computeIfAbsent(heap.tree.nodeOfOwner(owner), n -> new IntArrayList())
            .add(goroutine);
      }
    }
    List<LeakCandidate> senders = new ArrayList<>();
    SentValues values = new SentValues(heap);
    for (Int2ObjectMap.Entry<IntArrayList> group : membersByNode.int2ObjectEntrySet()) {
      if (values.of(group.getValue()).bytes() >= threshold) {
        int node = group.getIntKey();
        senders.add(
            new LeakCandidate(
                Kind.GOROUTINES,
                IntArrayList.of(node),
                heap.tree.retained(node),
                Optional.empty(),
                Optional.empty()));
      }
    }
    return senders;
  }

  /** The candidate for similar objects, as far as other groups don't explain them. */
  private Optional<LeakCandidate> group(SimilarObjects group) {
    if (group.count() < 2 || group.retained() < threshold) {
      return Optional.empty();
    }
    IntArrayList members = new IntArrayList();
    SimilarGroups left = new SimilarGroups(heap);
    int child = heap.children.first(DominatorTree.ROOT);
    for (; child != 0; child = heap.children.next(child)) {
      if (heap.kindOf(child) == group.kind()
          && heap.tree.retained(child) < threshold
          && !shared.isExplained(heap.tree.object(child))) {
        members.add(child);
        left.add(child);
      }
    }
    return left.largest()
        .filter(rest -> rest.count() > 1 && rest.retained() >= threshold)
        .flatMap(rest -> inVariable(rest, members).or(() -> shared.candidate(rest, members)));
  }

  /**
   * The candidate for a group that several words of one package variable hold together, such as the
   * list and the map of a cache.
   */
  private Optional<LeakCandidate> inVariable(SimilarObjects group, IntArrayList members) {
    String variable = commonVariable(members);
    if (variable.isEmpty() || RuntimeGlobals.isRuntime(variable)) {
      return Optional.empty();
    }
    RootOwners owners = heap.tree.owners();
    IntArrayList nodes = new IntArrayList();
    for (int owner = 0; owner < owners.count(); owner++) {
      if (owners.kind(owner) == RootOwners.Kind.GLOBAL
          && runtime.variable(owner).equals(variable)) {
        nodes.add(heap.tree.nodeOfOwner(owner));
      }
    }
    if (nodes.size() < 2) {
      return Optional.empty();
    }
    UnionRetention.Freed freed = union.of(nodes);
    if (freed.total().bytes() < group.retained()) {
      return Optional.empty();
    }
    nodes.addAll(members);
    return Optional.of(shared.explained(Kind.VARIABLE, nodes, freed, group));
  }

  /**
   * The package variable that leads to all sampled nodes of objects; empty if they have several.
   */
  private String commonVariable(IntArrayList members) {
    String common = "";
    int step = Math.max(1, members.size() / SAMPLE_SIZE);
    for (int i = 0; i < members.size(); i += step) {
      int object = heap.tree.object(members.getInt(i));
      RootPaths paths = heap.pathsTo(object);
      int root = paths.hasPath(object) ? paths.rootOf(paths.pathTo(object).getInt(0)) : -1;
      if (root < 0 || !heap.graph.roots().isGlobal(root)) {
        return "";
      }
      String variable = runtime.variable(heap.tree.owners().ownerOfRoot(root));
      if (variable.isEmpty() || !(common.isEmpty() || common.equals(variable))) {
        return "";
      }
      common = variable;
    }
    return common;
  }

  /** Leaves out candidates that are a part of another one with several nodes. */
  private static List<LeakCandidate> withoutParts(List<LeakCandidate> all) {
    List<LeakCandidate> kept = new ArrayList<>();
    IntOpenHashSet covered = new IntOpenHashSet();
    List<LeakCandidate> largestFirst = new ArrayList<>(all);
    largestFirst.sort(Comparator.comparingInt((LeakCandidate c) -> -c.nodes().size()));
    for (LeakCandidate candidate : largestFirst) {
      if (!covered.containsAll(candidate.nodes())) {
        kept.add(candidate);
        covered.addAll(candidate.nodes());
      }
    }
    return kept;
  }
}
