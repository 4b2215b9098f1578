package dev.godump.analysis.waste;

import dev.godump.analysis.PointerFields;
import dev.godump.analysis.ReachableWithout;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.function.IntPredicate;

/**
 * Slots of arrays outside the lengths of all slices that still point at objects: behind them, as
 * after {@code s = s[:0]}, or in front, as after {@code s = s[1:]}. Measures what only such slots
 * keep alive. An object that the slots of two arrays keep alive counts for the first of them.
 */
final class SlotsOutsideSlices {
  private final HeapGraph graph;
  private final ObjectUses uses;
  private final IntPredicate live;

  SlotsOutsideSlices(HeapGraph graph, ObjectUses uses, IntPredicate live) {
    this.graph = graph;
    this.uses = uses;
    this.live = live;
  }

  /** Receives arrays with hidden slots. */
  @FunctionalInterface
  interface Visitor {
    /**
     * An array.
     *
     * @param slots number of hidden slots with a pointer to an object
     * @param slotSize bytes of a slot
     * @param bytes that only hidden slots keep alive
     */
    void array(int array, long slots, long slotSize, long bytes) throws IOException;
  }

  /**
   * Visits the arrays whose hidden slots keep something alive.
   *
   * @param arrays that only slices point at, by address
   * @param slotSizes bytes of a slot of each
   */
  void forEach(IntArrayList arrays, IntArrayList slotSizes, Visitor visitor) throws IOException {
    IdSet partly = new IdSet(graph.objects().count());
    arrays.forEach(partly::add);
    IdSet reached = ReachableWithout.fields(graph, partly::contains, this::isHidden);
    for (int i = 0; i < arrays.size(); i++) {
      int array = arrays.getInt(i);
      int slotSize = slotSizes.getInt(i);
      long slots = 0;
      long last = -1;
      IntArrayList pending = new IntArrayList();
      for (PointerFields.Pointer field : PointerFields.of(graph, array)) {
        if (field.target() != ObjectTable.NONE && isHidden(array, field.offset())) {
          long slot = Math.floorDiv(field.offset() - uses.from(array), slotSize);
          slots += slot == last ? 0 : 1;
          last = slot;
          pending.add(field.target());
        }
      }
      long bytes = bytesBehind(pending, reached);
      if (bytes > 0) {
        visitor.array(array, slots, slotSize, bytes);
      }
    }
  }

  private boolean isHidden(int array, long offset) {
    return offset < uses.from(array) || offset >= Math.max(uses.from(array), uses.used(array));
  }

  /** Sums objects that are not marked yet, and marks them. */
  private long bytesBehind(IntArrayList pending, IdSet marked) {
    long bytes = 0;
    while (!pending.isEmpty()) {
      int object = pending.popInt();
      if (live.test(object) && marked.add(object)) {
        bytes += graph.objects().size(object);
        graph.edges().forEach(object, pending::add);
      }
    }
    return bytes;
  }
}
