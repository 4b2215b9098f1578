package dev.godump.analysis.leaks;

import dev.godump.analysis.PointerFields;
import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.binary.type.GoType;
import dev.godump.types.layout.RecognizedStructure;
import dev.godump.types.program.ObjectWords;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.Optional;

/** Leaks through what the standard library has: pools, handles, and lists. */
final class KnownOwners {
  private static final long MIN_REMOVED = 100;

  private final SearchedHeap heap;
  private final ObjectWords words;
  private final RuntimeOwners runtime;

  KnownOwners(SearchedHeap heap) {
    this.heap = heap;
    this.words = heap.types.words();
    this.runtime = new RuntimeOwners(heap);
  }

  Optional<LeakCause> pool(LeakCandidate candidate, HeldContents contents) throws IOException {
    return candidate.kind() == Kind.POOL
        ? Optional.of(new LeakCause.PooledValues(isVictim(heap.tree.object(candidate.node()))))
        : Optional.empty();
  }

  /** Whether a field named victim points at an object. */
  private boolean isVictim(int object) throws IOException {
    IntArrayList path = heap.pathsTo(object).pathTo(object);
    if (path.size() < 2) {
      int root = heap.pathsTo(object).rootOf(path.getInt(0));
      return heap.types.rootNames().isPresent()
          && heap.types.rootNames().get().nameOf(root).orElse("").endsWith(".victim");
    }
    int holder = path.getInt(path.size() - 2);
    long offset = PointerFields.ofPair(heap.graph, holder, object).iterator().next().offset();
    return heap.types.fieldName(holder, offset).orElse("").endsWith(".victim");
  }

  Optional<LeakCause> handles(LeakCandidate candidate, HeldContents contents) {
    int owner = heap.tree.owner(candidate.node());
    if (candidate.kind() != Kind.VARIABLE || !runtime.isHandleTable(owner)) {
      return Optional.empty();
    }
    return Optional.of(new LeakCause.OpenHandles(entries(candidate)));
  }

  /** The number of entries of a sync.Map. */
  private long entries(LeakCandidate candidate) {
    long[] count = {0};
    IntArrayList pending = new IntArrayList(candidate.nodes());
    while (!pending.isEmpty()) {
      int node = pending.popInt();
      int object = heap.tree.object(node);
      String type = object < 0 ? "" : heap.typeName(object);
      boolean entry = type.equals("sync.entry") || type.startsWith("internal/sync.entry[");
      count[0] += entry ? 1 : 0;
      heap.children.forEach(node, pending::add);
    }
    return count[0];
  }

  /**
   * Elements of a container/list.List in a map, as LRU caches have them, that were removed from the
   * list but not from the map. Removing one sets its field list to nil (container/list/list.go).
   */
  Optional<LeakCause> removed(LeakCandidate candidate, HeldContents contents) throws IOException {
    if (candidate.kind() != Kind.MAP
        || candidate.similar().isEmpty()
        || !candidate.similar().get().type().equals(HeldEntries.LIST_ELEMENT)) {
      return Optional.empty();
    }
    Optional<GoType.Field> list =
        heap.types.typeNamed(HeldEntries.LIST_ELEMENT).stream()
            .flatMap(type -> type.fields().stream())
            .filter(field -> field.name().equals("list"))
            .findFirst();
    RecognizedStructure map = candidate.structure().orElseThrow();
    long removed = 0;
    for (int part : map.objects()) {
      int child = heap.tree.isLive(part) ? heap.children.first(heap.tree.node(part)) : 0;
      for (; list.isPresent() && child != 0; child = heap.children.next(child)) {
        if (heap.kindOf(child) == candidate.similar().get().kind()) {
          words.open(heap.tree.object(child));
          removed += words.word(list.get().offset()) == 0 ? 1 : 0;
        }
      }
    }
    return removed >= MIN_REMOVED
        ? Optional.of(new LeakCause.RemovedFromList(removed, map.count()))
        : Optional.empty();
  }
}
