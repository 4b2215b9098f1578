package dev.godump.analysis.waits;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.roots.GoroutineObjects;
import dev.godump.types.layout.RecognizedStructure;
import dev.godump.types.layout.StructureRecognizer;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The objects by which other goroutines can wake a blocked one: the channels, or the object that
 * has the lock, wait group or condition variable. Its wait records lead to them (type sudog in
 * runtime/runtime2.go, Go 1.15 to 1.27).
 */
public final class AwaitedObjects {
  /** Which of a sudog's pointers is elem: after g, next and prev. */
  private static final int ELEMENT = 3;

  private final HeapGraph graph;
  private final GoroutineObjects goroutines;
  private final StructureRecognizer structures;

  public AwaitedObjects(
      HeapGraph graph, GoroutineObjects goroutines, StructureRecognizer structures) {
    this.graph = graph;
    this.goroutines = goroutines;
    this.structures = structures;
  }

  /** The objects for a goroutine; empty if they are unknown or not in the heap. */
  public IntArrayList of(int goroutine, WaitKind kind) throws IOException {
    IntLinkedOpenHashSet found = new IntLinkedOpenHashSet();
    for (int waitRecord : goroutines.waitRecords(goroutine)) {
      if (kind.isChannel()) {
        Optional<RecognizedStructure> channel = channelOf(waitRecord);
        if (channel.isEmpty()) {
          return new IntArrayList(0);
        }
        found.add(channel.get().header());
      } else if (kind == WaitKind.COND) {
        listOf(waitRecord, found);
      } else {
        int object = graph.objects().find(addressOf(waitRecord).orElse(0));
        if (object != ObjectTable.NONE) {
          found.add(object);
        }
      }
    }
    return new IntArrayList(found);
  }

  /** The channel that a sudog points at. */
  public Optional<RecognizedStructure> channelOf(int waitRecord) throws IOException {
    for (long e = graph.edges().first(waitRecord); e != Edges.NONE; e = graph.edges().next(e)) {
      int target = graph.edges().target(e);
      Optional<RecognizedStructure> found = structures.recognize(target);
      if (found.isPresent() && found.get().kind() == RecognizedStructure.Kind.CHANNEL) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The address of the semaphore that a sudog is queued for. */
  public OptionalLong addressOf(int waitRecord) throws IOException {
    long[] offsets = graph.shapes().get(graph.shapeIndex(waitRecord)).offsets();
    return offsets.length > ELEMENT && graph.record(waitRecord).hasWord(offsets[ELEMENT])
        ? OptionalLong.of(graph.record(waitRecord).word(offsets[ELEMENT]))
        : OptionalLong.empty();
  }

  /** The sudogs in the list that a sudog is in, itself included: sync.Cond keeps one. */
  public IntLinkedOpenHashSet listOf(int waitRecord) {
    return listOf(waitRecord, new IntLinkedOpenHashSet());
  }

  /**
   * The sudogs in the list that a sudog is in.
   *
   * @param found receives the objects with that list
   */
  private IntLinkedOpenHashSet listOf(int waitRecord, IntLinkedOpenHashSet found) {
    IntLinkedOpenHashSet list = new IntLinkedOpenHashSet();
    list.add(waitRecord);
    IntArrayList pending = IntArrayList.of(waitRecord);
    while (!pending.isEmpty()) {
      graph
          .referrers()
          .forEach(
              pending.popInt(),
              referrer -> {
                if (goroutines.isWaitRecord(referrer)) {
                  if (list.add(referrer)) {
                    pending.add(referrer);
                  }
                } else if (!goroutines.isSpecial(referrer)) {
                  found.add(referrer);
                }
              });
    }
    return list;
  }
}
