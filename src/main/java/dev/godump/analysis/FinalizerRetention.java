package dev.godump.analysis;

import dev.godump.format.DumpRecord;
import dev.godump.format.RecordKind;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.LoadResult;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.DominatedSet;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.RootOwners;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What each finalizer keeps alive: the bytes that would be garbage without it. For a finalizer that
 * is queued to run, these are the bytes that its object retains.
 */
public final class FinalizerRetention {
  private final HeapGraph graph;
  private final DominatorTree tree;
  private final IdentityHashMap<DumpRecord.Finalizer, Integer> ownerByFinalizer =
      new IdentityHashMap<>();

  /** Prepares answers; reads all owners of roots once. */
  public FinalizerRetention(HeapGraph graph, DominatorTree tree) {
    this.graph = graph;
    this.tree = tree;
    List<DumpRecord.Finalizer> finalizers = graph.process().finalizers();
    RootOwners owners = tree.owners();
    for (int owner = 0; owner < owners.count(); owner++) {
      if (owners.kind(owner) == RootOwners.Kind.FINALIZER) {
        ownerByFinalizer.put(finalizers.get(owners.get(owner).index()), owner);
      }
    }
  }

  /** The bytes; null if liveness is unknown, or if the object is not in the dump. */
  public @Nullable Long of(DumpRecord.Finalizer finalizer) {
    int object = graph.objects().find(finalizer.object());
    if (object == ObjectTable.NONE
        || graph.loadResult().rootsRead() == LoadResult.RootsRead.TOO_FEW) {
      return null;
    }
    if (finalizer.kind() != RecordKind.FINALIZER) {
      return tree.retainedByObject(object);
    }
    Integer owner = ownerByFinalizer.get(finalizer);
    return owner == null ? 0L : tree.retained(tree.nodeOfOwner(owner));
  }

  /**
   * The bytes that each of several finalizers alone keeps alive, added up. An object that retains
   * another of them is counted with it once. Null if liveness is unknown.
   */
  public @Nullable Long ofAll(List<DumpRecord.Finalizer> finalizers) {
    if (graph.loadResult().rootsRead() == LoadResult.RootsRead.TOO_FEW) {
      return null;
    }
    long sum = 0;
    IntLinkedOpenHashSet queued = new IntLinkedOpenHashSet();
    for (DumpRecord.Finalizer finalizer : finalizers) {
      int object = graph.objects().find(finalizer.object());
      if (finalizer.kind() == RecordKind.FINALIZER) {
        sum += Objects.requireNonNullElse(of(finalizer), 0L);
      } else if (object != ObjectTable.NONE && tree.isLive(object)) {
        queued.add(object);
      }
    }
    return sum + (queued.isEmpty() ? 0 : retainedByObjects(queued));
  }

  /** Objects that others of them dominate are counted with those. */
  private long retainedByObjects(IntSet objects) {
    IntOpenHashSet nodes = new IntOpenHashSet(objects.size());
    objects.forEach(object -> nodes.add(tree.node(object)));
    DominatedSet dominated = new DominatedSet(tree, nodes);
    long sum = 0;
    for (int object : objects) {
      int above = tree.objectAbove(tree.node(object));
      if (above < 0 || !dominated.contains(above)) {
        sum += tree.retainedByObject(object);
      }
    }
    return sum;
  }
}
