package dev.godump.analysis;

import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.GoroutinePartition;
import dev.godump.heap.dominators.GoroutineRetention;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.roots.GoroutineGroups.Group;
import dev.godump.heap.roots.GoroutineStacks;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What goroutines cost: the bytes that would be garbage if they exited, and their stacks, which are
 * not part of the heap. Read as it is asked for; not thread-safe.
 */
public final class GoroutineMemory {
  private final HeapGraph graph;
  private final Optional<GoroutineRetention> retention;
  private final GoroutineStacks stacks;
  private final Long2IntOpenHashMap indexByAddress = new Long2IntOpenHashMap();

  /** By the first goroutine of a group. */
  private final Int2LongOpenHashMap retainedByPart = new Int2LongOpenHashMap();

  private GoroutineMemory(HeapGraph graph, Optional<GoroutineRetention> retention) {
    this.graph = graph;
    this.retention = retention;
    this.stacks = new GoroutineStacks(graph);
    indexByAddress.defaultReturnValue(Goroutine.NONE);
    List<Goroutine> goroutines = graph.process().goroutines();
    for (int i = 0; i < goroutines.size(); i++) {
      indexByAddress.put(goroutines.get(i).record().address(), i);
    }
  }

  /** Retained bytes are unknown if the dump was truncated before its roots. */
  public static GoroutineMemory of(Heap heap) {
    HeapGraph graph = heap.graph();
    return new GoroutineMemory(
        graph,
        Reachability.isKnown(graph)
            ? Optional.of(new GoroutineRetention(heap.tree()))
            : Optional.empty());
  }

  /**
   * Measures groups that are only parts of all goroutines with one state and stack, as a filter can
   * leave them. Takes one walk over the heap.
   */
  public void measureParts(Heap heap, List<Group> groups) {
    if (retention.isEmpty()) {
      return;
    }
    int[] partByGoroutine = new int[graph.process().goroutines().size()];
    Arrays.fill(partByGoroutine, GoroutinePartition.NONE);
    for (int part = 0; part < groups.size(); part++) {
      for (int goroutine : groups.get(part).indexes()) {
        partByGoroutine[goroutine] = part;
      }
    }
    long[] bytes =
        new GoroutinePartition(graph, heap.tree().owners(), partByGoroutine, groups.size())
            .retained()
            .bytes();
    for (int part = 0; part < groups.size(); part++) {
      retainedByPart.put(groups.get(part).indexes().getInt(0), bytes[part]);
    }
  }

  /** The index of a goroutine in the process's list. */
  public int indexOf(Goroutine goroutine) {
    return indexByAddress.get(goroutine.record().address());
  }

  /** Bytes that would be garbage if a goroutine exited; empty if unknown. */
  public OptionalLong retainedBy(Goroutine goroutine) {
    return retention.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(retention.get().retainedByGoroutine(indexOf(goroutine)));
  }

  /** Bytes that would be garbage if all goroutines of a group exited; empty if unknown. */
  public OptionalLong retainedBy(Group group) {
    int first = group.indexes().getInt(0);
    if (retainedByPart.containsKey(first)) {
      return OptionalLong.of(retainedByPart.get(first));
    }
    return retention.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(retention.get().retainedBy(group));
  }

  /** Bytes of a goroutine's stack; 0 if unknown. */
  public long stackOf(Goroutine goroutine) {
    return stackOf(indexOf(goroutine));
  }

  /** Bytes of the stacks of a group, without those that are unknown. */
  public long stackOf(Group group) {
    return group.indexes().intStream().mapToLong(this::stackOf).sum();
  }

  private long stackOf(int goroutine) {
    try {
      return stacks.sizeOf(goroutine);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
