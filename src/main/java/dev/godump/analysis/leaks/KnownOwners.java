package dev.godump.analysis.leaks;

import dev.godump.analysis.PointerFields;
import dev.godump.analysis.leaks.LeakSuspect.Kind;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.Optional;

/** Leaks through tables of the standard library: pools and handles. */
final class KnownOwners {
  private final SearchedHeap heap;
  private final RuntimeOwners runtime;

  KnownOwners(SearchedHeap heap) {
    this.heap = heap;
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
}
