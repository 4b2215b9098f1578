package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.binary.type.GoType;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Roots;
import dev.godump.graph.Shape;
import dev.godump.heap.dominators.DominatedSet;
import dev.godump.heap.roots.GoroutineObjects;
import dev.godump.types.layout.RecognizedStructure;
import dev.godump.types.layout.SizeClasses;
import dev.godump.types.program.Program;
import dev.godump.types.value.Limits;
import dev.godump.types.value.Secrets;
import dev.godump.types.value.ValueReader;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * Entries of a map, slice or list that nothing else keeps alive. That alone is no sign of a leak: a
 * cache or table is like this. But if package variables also reach a few of the entries in another
 * way, the others look forgotten.
 */
final class HeldEntries implements CauseDetector {
  static final String LIST_ELEMENT = "container/list.Element";

  private static final int MIN_ENTRIES = 8;

  /** Entries in use elsewhere are few if there are this many times as many others. */
  private static final int MIN_RATIO = 10;

  private static final int MIN_FORGOTTEN = 100;

  private final SearchedHeap heap;
  private final ValueReader values;

  HeldEntries(SearchedHeap heap, Optional<Program> program) {
    this.heap = heap;
    this.values =
        new ValueReader(heap.graph, heap.types, program, new Limits(0, 0, 0), Secrets.SHOWN);
  }

  @Override
  public Optional<LeakCause> detect(LeakCandidate candidate, HeldContents contents)
      throws IOException {
    Optional<LeakCause> concurrent = inSyncMap(candidate);
    if (concurrent.isPresent()) {
      return concurrent;
    }
    SimilarObjects similar = candidate.similar().orElse(null);
    if (similar == null || similar.count() < MIN_ENTRIES) {
      return Optional.empty();
    }
    return similar.type().equals(LIST_ELEMENT) && candidate.kind() != Kind.MAP
        ? inList(candidate, similar)
        : inCollection(candidate, similar);
  }

  private Optional<LeakCause> inList(LeakCandidate candidate, SimilarObjects nodes) {
    long alone = onlyInList(candidate, nodes.kind());
    if (!areMost(alone, nodes.count())) {
      return Optional.empty();
    }
    SimilarObjects values = elements(candidate, nodes.kind()).orElse(nodes);
    return forgotten(candidate, values, values.count())
        .or(() -> Optional.of(new LeakCause.OnlyHolder(alone, nodes.count(), true)));
  }

  private Optional<LeakCause> inCollection(LeakCandidate candidate, SimilarObjects similar)
      throws IOException {
    long all = entries(candidate);
    long ofKind =
        candidate.structure().map(map -> countIn(map, similar.kind())).orElse(similar.count());
    OptionalLong counted = onlyInMap(candidate);
    long alone = counted.orElse(ofKind);
    if (alone > all || !areMost(alone, all)) {
      return Optional.empty();
    }
    Optional<LeakCause> forgotten = forgotten(candidate, similar, ofKind);
    // an array may have pointers to what was removed from its slice
    return forgotten.isPresent() || candidate.kind() != Kind.MAP
        ? forgotten
        : Optional.of(new LeakCause.OnlyHolder(alone, all, counted.isPresent() || alone == all));
  }

  private static boolean areMost(long alone, long all) {
    return alone * MIN_RATIO >= all * (MIN_RATIO - 1);
  }

  private Optional<LeakCause> forgotten(LeakCandidate candidate, SimilarObjects values, long held) {
    boolean search =
        held >= MIN_FORGOTTEN && !values.type().isEmpty() && !mayBeShared(values.example());
    long elsewhere = search ? elsewhere(candidate, values.kind()) : 0;
    return elsewhere > 0 && elsewhere * MIN_RATIO <= held
        ? Optional.of(new LeakCause.ForgottenEntries(values.type(), held, held + elsewhere))
        : Optional.empty();
  }

  /**
   * Whether an object may be a tiny block, which the allocator fills with several small values: who
   * keeps one of them alive need not know of the others.
   */
  private boolean mayBeShared(int object) {
    Shape shape = heap.graph.shapes().get(heap.graph.shapeIndex(object));
    return shape.pointers() == 0 && shape.size() <= SizeClasses.TINY_BLOCK_SIZE;
  }

  /** The values of a container/list.List that its elements alone keep alive, of the main kind. */
  private Optional<SimilarObjects> elements(LeakCandidate candidate, int element) {
    SimilarGroups groups = new SimilarGroups(heap);
    forEachElement(
        candidate,
        element,
        node ->
            heap.children.forEach(
                node,
                child -> {
                  if (heap.kindOf(child) != element) {
                    groups.add(child);
                  }
                }));
    return groups.largest();
  }

  private void forEachElement(LeakCandidate candidate, int element, IntConsumer visitor) {
    for (int node : candidate.nodes()) {
      if (heap.kindOf(node) == element) {
        visitor.accept(node);
      }
      for (int c = heap.children.first(node); c != 0; c = heap.children.next(c)) {
        if (heap.kindOf(c) == element) {
          visitor.accept(c);
        }
      }
    }
  }

  /**
   * The number of elements of a container/list.List that only the list keeps alive: no other object
   * refers to them, such as the index of an LRU cache, but what they keep alive themselves.
   */
  private long onlyInList(LeakCandidate candidate, int element) {
    long[] alone = {0};
    forEachElement(
        candidate, element, node -> alone[0] += isAlone(candidate, node, element) ? 1 : 0);
    return alone[0];
  }

  private boolean isAlone(LeakCandidate candidate, int node, int element) {
    int holder = heap.tree.object(candidate.node());
    boolean[] others = {false};
    heap.graph
        .referrers()
        .forEach(
            heap.tree.object(node),
            referrer ->
                others[0] |=
                    referrer != holder
                        && heap.tree.isLive(referrer)
                        && heap.kinds.of(referrer) != element
                        && !heap.tree.dominates(node, referrer));
    return !others[0];
  }

  private Optional<LeakCause> inSyncMap(LeakCandidate candidate) throws IOException {
    int object = heap.tree.object(candidate.node());
    long[] alone = {0};
    OptionalLong all =
        object == ObjectTable.NONE
            ? OptionalLong.empty()
            : values.forEachTargetOfSyncMap(object, countDominated(candidate, alone));
    return all.isPresent() && all.getAsLong() >= MIN_ENTRIES && areMost(alone[0], all.getAsLong())
        ? Optional.of(new LeakCause.OnlyHolder(alone[0], all.getAsLong(), true))
        : Optional.empty();
  }

  private LongConsumer countDominated(LeakCandidate candidate, long[] count) {
    DominatedSet below = new DominatedSet(heap.tree, candidate.nodes());
    return address -> {
      int object = address == 0 ? ObjectTable.NONE : heap.graph.objects().find(address);
      count[0] += object != ObjectTable.NONE && below.contains(object) ? 1 : 0;
    };
  }

  /** The number of entries of a map that would be garbage without it; empty if unknown. */
  private OptionalLong onlyInMap(LeakCandidate candidate) throws IOException {
    if (candidate.kind() != Kind.MAP || candidate.structure().isEmpty()) {
      return OptionalLong.empty();
    }
    int header = candidate.structure().get().header();
    Optional<GoType> map = heap.types.mapOrChannelOf(header);
    long[] alone = {0};
    LongConsumer target = countDominated(candidate, alone);
    return map.isPresent()
            && values.forEachTarget(map.get(), heap.graph.objects().address(header), target)
        ? OptionalLong.of(alone[0])
        : OptionalLong.empty();
  }

  /** The number of objects of a kind that a map or channel keeps alive, whatever their sizes. */
  private long countIn(RecognizedStructure structure, int kind) {
    long[] count = {0};
    for (int part : structure.objects()) {
      if (heap.tree.isLive(part)) {
        heap.children.forEach(
            heap.tree.node(part), child -> count[0] += heap.kindOf(child) == kind ? 1 : 0);
      }
    }
    return count[0];
  }

  /** The number of entries; 0 if it is unknown. */
  private long entries(LeakCandidate candidate) {
    if (candidate.kind() == Kind.MAP) {
      return candidate.structure().map(map -> map.count()).orElse(0L);
    }
    if (candidate.kind() != Kind.COLLECTION || candidate.nodes().size() > 1) {
      return 0;
    }
    int object = heap.tree.object(candidate.node());
    long[] pointers = {0};
    // without a type it may be a struct
    boolean array =
        object >= 0 && heap.types.typeOf(object).filter(t -> t.element() != null).isPresent();
    if (array && heap.types.typeOf(object).orElseThrow().count() > 1) {
      heap.graph.edges().forEach(object, target -> pointers[0]++);
    }
    return pointers[0];
  }

  /** The number of a candidate's entries that package variables also reach in another way. */
  private long elsewhere(LeakCandidate candidate, int kind) {
    DominatedSet below = new DominatedSet(heap.tree, candidate.nodes());
    IntArrayList others = new IntArrayList();
    for (int object = 0; object < heap.graph.objects().count(); object++) {
      if (heap.kinds.of(object) == kind && heap.tree.isLive(object) && !below.contains(object)) {
        boolean[] entry = {false};
        heap.graph.referrers().forEach(object, referrer -> entry[0] |= below.contains(referrer));
        if (entry[0]) {
          others.add(object);
        }
      }
    }
    if (others.isEmpty()) {
      return 0;
    }
    IdSet reached = reachedByVariables(new IntOpenHashSet(candidate.nodes()));
    return others.intStream().filter(reached::contains).count();
  }

  /** What package variables reach without some nodes and without goroutines. */
  private IdSet reachedByVariables(IntOpenHashSet without) {
    IdSet reached = new IdSet(heap.graph.objects().count());
    GoroutineObjects goroutines = heap.tree.owners().goroutineObjects();
    IntArrayList pending = new IntArrayList();
    Roots roots = heap.graph.roots();
    for (int root = 0; root < roots.count(); root++) {
      int owner = heap.tree.owners().ownerOfRoot(root);
      if (roots.isGlobal(root) && !without.contains(heap.tree.nodeOfOwner(owner))) {
        add(roots.target(root), without, goroutines, reached, pending);
      }
    }
    while (!pending.isEmpty()) {
      heap.graph
          .edges()
          .forEach(pending.popInt(), target -> add(target, without, goroutines, reached, pending));
    }
    return reached;
  }

  private void add(
      int object,
      IntOpenHashSet without,
      GoroutineObjects goroutines,
      IdSet reached,
      IntArrayList pending) {
    if (!goroutines.isSpecial(object)
        && !without.contains(heap.tree.node(object))
        && reached.add(object)) {
      pending.add(object);
    }
  }
}
