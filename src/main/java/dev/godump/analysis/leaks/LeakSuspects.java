package dev.godump.analysis.leaks;

import dev.godump.analysis.ObjectTotal;
import dev.godump.analysis.Retainers;
import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.paths.RootPaths;
import dev.godump.heap.roots.RootOwners;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.types.HeapTypes;
import dev.godump.types.layout.RecognizedStructure;
import dev.godump.types.program.Program;
import dev.godump.types.program.ShortName;
import it.unimi.dsi.fastutil.ints.Int2ObjectLinkedOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Lists the parts of a heap that retain more than a threshold and look like leaks. */
public final class LeakSuspects {
  private static final int NONE = ObjectTable.NONE;

  /** Objects to look at for the owner that most of them have. */
  private static final int SAMPLE_SIZE = 256;

  private final SearchedHeap heap;
  private final LeakCauses causes;
  private final SubjectNames names;
  private final UnionRetention union;
  private final AllocationPlaces allocations;
  private final SuspectSignatures signatures;
  private final long threshold;
  private final SourceLocations locations;

  private LeakSuspects(SearchedHeap heap, Optional<Program> program, long threshold) {
    this.heap = heap;
    this.locations = new SourceLocations(program, heap.graph.process().frames());
    this.causes = new LeakCauses(heap, program);
    this.names = new SubjectNames(heap, program);
    this.union = new UnionRetention(heap);
    this.allocations = new AllocationPlaces(heap);
    this.signatures = new SuspectSignatures(heap, program);
    this.threshold = Math.max(1, threshold);
  }

  /**
   * Returns all suspects of a heap, those that retain most first, with what only stack variables
   * and cleanups keep alive.
   *
   * @param threshold bytes that a suspect retains at least
   */
  public static List<LeakSuspect> of(Heap heap, long threshold) throws IOException {
    return of(
        heap.graph(),
        heap.types(IntList.of()),
        heap.tree(),
        heap.program(),
        heap.unrecorded().cleanups().objects(),
        threshold,
        Stream.concat(
                StackVariableLeaks.find(heap, threshold).stream(),
                CleanupLeak.find(heap, threshold).stream())
            .toList());
  }

  /**
   * Returns all suspects, those that retain most first.
   *
   * @param program that wrote the dump, if known
   * @param cleanups ids of the objects that inferred cleanups point at
   * @param threshold bytes that a suspect retains at least
   * @param besides suspects that are not counted as live, from {@link CleanupLeak} and {@link
   *     StackVariableLeaks}
   */
  public static List<LeakSuspect> of(
      HeapGraph graph,
      HeapTypes types,
      DominatorTree tree,
      Optional<Program> program,
      IntList cleanups,
      long threshold,
      List<LeakSuspect> besides)
      throws IOException {
    SearchedHeap heap = new SearchedHeap(graph, types, tree, program, cleanups);
    return new LeakSuspects(heap, program, threshold).suspects(besides);
  }

  private List<LeakSuspect> suspects(List<LeakSuspect> besides) throws IOException {
    DisjointCandidates disjoint = new DisjointCandidates(heap, union, threshold);
    List<LeakCandidate> candidates =
        disjoint.of(new TopLevelSearch(heap, union, threshold).candidates());
    List<LeakSuspect> live = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      live.add(suspect(candidates.get(i), disjoint.holder(candidates, i)));
    }
    List<LeakSuspect> all = new ArrayList<>();
    StackSearch.find(heap, locations).map(this::stacks).ifPresent(all::add);
    List<LeakSuspect> others = new ArrayList<>();
    for (LeakSuspect suspect : besides) {
      others.add(causes.withGoroutines(suspect));
    }
    return SuspectOrder.of(all, live, others);
  }

  private LeakSuspect stacks(StackSearch.Stacks stacks) {
    long each = stacks.bytes() / stacks.goroutines();
    return LeakSuspect.notLive(
        Kind.STACKS,
        stacks.all(),
        0,
        "",
        signatures.named("stacks of " + stacks.function()),
        OptionalInt.empty(),
        Optional.empty(),
        List.of(
            new LeakCause.LargeStacks(
                ShortName.of(stacks.function()),
                stacks.goroutines(),
                each,
                stacks.state(),
                heap.tree.liveBytes(),
                ShortName.of(stacks.frameFunction()),
                stacks.frameSize())));
  }

  private LeakSuspect suspect(LeakCandidate candidate, int within) throws IOException {
    boolean several = candidate.nodes().size() > 1;
    int object = several ? NONE : heap.tree.object(candidate.node());
    HeldContents contents = HeldContents.of(heap, candidate.nodes());
    ObjectTotal total =
        several
            ? union.of(candidate.nodes()).total()
            : new ObjectTotal(contents.objects(), candidate.retained());
    Optional<RecognizedStructure> syncMap =
        object == NONE ? Optional.empty() : names.syncMapBehind(object);
    return new LeakSuspect(
        syncMap.isPresent() ? Kind.MAP : candidate.kind(),
        candidate.retained(),
        total.objects(),
        names.of(candidate, contents),
        signatures.of(candidate),
        object == NONE ? OptionalInt.empty() : OptionalInt.of(object),
        ownerOf(candidate),
        GoroutineSubjects.members(heap, candidate),
        syncMap.isPresent() ? names.valuesOfSyncMap(object) : candidate.similar(),
        contents.bulk(heap),
        candidate.structure().or(() -> syncMap),
        path(candidate, contents, object),
        within,
        causes.of(candidate, contents),
        allocations.of(candidate));
  }

  private Optional<Retainers.Path> path(
      LeakCandidate candidate, HeldContents contents, int object) {
    int end = object == NONE ? nearest(candidate) : object;
    if (end == NONE && candidate.kind() != Kind.GOROUTINES && !contents.sample().isEmpty()) {
      end = contents.sample().getInt(0);
    }
    return end == NONE || !heap.pathsTo(end).hasPath(end)
        ? Optional.empty()
        : Optional.of(Retainers.shortestPath(heap.graph, heap.pathsTo(end), end));
  }

  /** The nearest to a root of the objects that a candidate consists of, or of the similar ones. */
  private int nearest(LeakCandidate candidate) {
    IntOpenHashSet members = new IntOpenHashSet();
    for (int node : candidate.nodes()) {
      if (heap.tree.object(node) != NONE) {
        members.add(heap.tree.object(node));
      }
    }
    if (members.isEmpty() && candidate.similar().isPresent()) {
      int kind = candidate.similar().get().kind();
      for (int node : candidate.nodes()) {
        for (int c = heap.children.first(node); c != 0; c = heap.children.next(c)) {
          if (heap.kindOf(c) == kind) {
            members.add(heap.tree.object(c));
          }
        }
      }
    }
    return members.isEmpty() ? NONE : nearest(members);
  }

  /** The nearest to a root of some objects, among those with the owner of roots that most have. */
  private int nearest(IntOpenHashSet members) {
    int[] all = members.toIntArray();
    Arrays.sort(all);
    Int2ObjectLinkedOpenHashMap<IntOpenHashSet> byOwner = new Int2ObjectLinkedOpenHashMap<>();
    int step = Math.max(1, all.length / SAMPLE_SIZE);
    for (int i = 0; i < all.length; i += step) {
      RootPaths paths = heap.pathsTo(all[i]);
      if (paths.hasPath(all[i])) {
        int root = paths.rootOf(paths.pathTo(all[i]).getInt(0));
        byOwner
            .computeIfAbsent(
                outermost(heap.tree.owners().ownerOfRoot(root)), o -> new IntOpenHashSet())
            .add(all[i]);
      }
    }
    return byOwner.values().stream()
        .max(Comparator.comparingInt(IntOpenHashSet::size))
        .map(heap::nearest)
        .orElse(NONE);
  }

  private int outermost(int owner) {
    RootOwners owners = heap.tree.owners();
    int at = owner;
    while (owners.parent(at) != RootOwners.NONE) {
      at = owners.parent(at);
    }
    return at;
  }

  /** The owner of roots that dominates all nodes of a candidate; NONE if there is none. */
  private int ownerOf(LeakCandidate candidate) {
    if (candidate.nodes().size() > 1 && candidate.kind() != Kind.GROUP) {
      return RootOwners.NONE;
    }
    int owner = ownerOf(candidate.node());
    return candidate.nodes().intStream().allMatch(node -> ownerOf(node) == owner)
        ? owner
        : RootOwners.NONE;
  }

  /** The outermost owner of roots that dominates a node, but no frame if there is another. */
  private int ownerOf(int node) {
    int owner = RootOwners.NONE;
    for (int at = node; at != DominatorTree.ROOT; at = heap.tree.dominator(at)) {
      if (heap.tree.owner(at) != RootOwners.NONE) {
        owner = heap.tree.owner(at);
        if (heap.tree.owners().kind(owner) != RootOwners.Kind.FRAME) {
          return owner;
        }
      }
    }
    return owner;
  }
}
