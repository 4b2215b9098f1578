package dev.godump.analysis.leaks;

import dev.godump.analysis.ObjectTotal;
import dev.godump.analysis.waits.WaitKind;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.io.ByteReader;
import dev.godump.types.layout.RecognizedStructure;
import dev.godump.types.value.ProcessMemory;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The values that blocked goroutines are about to send. Such a value lies on the stack, and only a
 * pointer in the goroutine's wait record leads to it; a dump lists no such variable, so what the
 * value alone keeps alive looks like garbage. Not thread-safe.
 */
final class SentValues {
  /** Larger elements are not looked at; in bytes. */
  private static final int MAX_ELEMENT = 1024;

  private final SearchedHeap heap;
  private final HeapGraph graph;
  private final ProcessMemory memory;

  SentValues(SearchedHeap heap) {
    this.heap = heap;
    this.graph = heap.graph;
    this.memory = new ProcessMemory(graph, Optional.empty());
  }

  /** The objects that no root reaches, but values that some goroutines are about to send. */
  ObjectTotal of(IntList goroutines) throws IOException {
    IdSet seen = new IdSet(graph.objects().count());
    IntArrayList pending = new IntArrayList();
    for (int goroutine : goroutines) {
      if (heap.stuck().kind(goroutine).filter(kind -> kind == WaitKind.SEND).isPresent()) {
        for (int waitRecord : heap.tree.owners().goroutineObjects().waitRecords(goroutine)) {
          addValue(waitRecord, seen, pending);
        }
      }
    }
    long count = 0;
    long bytes = 0;
    while (!pending.isEmpty()) {
      int object = pending.popInt();
      count++;
      bytes += graph.objects().size(object);
      graph.edges().forEach(object, target -> add(target, seen, pending));
    }
    return new ObjectTotal(count, bytes);
  }

  private void addValue(int waitRecord, IdSet seen, IntArrayList pending) throws IOException {
    Optional<RecognizedStructure> channel = heap.awaited.channelOf(waitRecord);
    OptionalLong address = heap.awaited.addressOf(waitRecord);
    if (channel.isEmpty() || address.isEmpty()) {
      return;
    }
    int word = memory.wordSize();
    int length = Math.min(MAX_ELEMENT, channel.get().elementSize());
    byte[] bytes = new byte[length];
    int known = memory.read(address.getAsLong(), bytes, length);
    for (int at = 0; at + word <= known; at += word) {
      long value = ByteReader.word(bytes, at, word, memory.bigEndian());
      int object = graph.objects().find(value);
      if (object != ObjectTable.NONE) {
        add(object, seen, pending);
      }
    }
  }

  private void add(int object, IdSet seen, IntArrayList pending) {
    if (!heap.tree.isLive(object) && seen.add(object)) {
      pending.add(object);
    }
  }
}
