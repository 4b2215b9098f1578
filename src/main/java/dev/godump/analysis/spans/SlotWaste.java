package dev.godump.analysis.spans;

import dev.godump.graph.HeapGraph;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.layout.SizeClasses;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Objects of one type and slot size whose values leave a part of their slots unused. Only types
 * that are not guessed count, and no slots that several small values may share.
 *
 * @param type its name
 * @param slotSize bytes of a slot
 * @param valueSize bytes of a value, with its malloc header
 * @param objects number of objects
 */
public record SlotWaste(ObjectType type, long slotSize, long valueSize, long objects) {

  /** Returns the bytes of the slots that no value uses. */
  public long unused() {
    return (slotSize - valueSize) * objects;
  }

  /** Returns the types by unused bytes, most first, then by name. */
  public static List<SlotWaste> of(HeapGraph graph, HeapTypes types) {
    Map<SlotKind, SlotWaste> wastes = new HashMap<>();
    for (SimilarSlots slots : SimilarSlots.of(graph, types)) {
      int object = slots.example();
      ObjectType type = types.type(types.typeIndex(object));
      if (type.certainty() == Certainty.GUESS
          || type.element() == null
          || isTiny(graph, object, slots.size())
          || slots.size() > Integer.MAX_VALUE) {
        continue;
      }
      long value = type.element().size() * type.count() + types.headerSize(object);
      // a channel's buffer can follow its header
      if (value < slots.size() && types.mapOrChannelOf(object).isEmpty()) {
        wastes.merge(
            new SlotKind(types.typeIndex(object), slots.size()),
            new SlotWaste(type, slots.size(), value, slots.objects()),
            (before, more) ->
                new SlotWaste(type, more.slotSize, value, before.objects + more.objects));
      }
    }
    return wastes.values().stream()
        .sorted(
            Comparator.comparingLong(SlotWaste::unused)
                .reversed()
                .thenComparing(waste -> waste.type().name())
                .thenComparing(SlotWaste::slotSize))
        .toList();
  }

  /** A type, by its index, in slots of a size in bytes. */
  private record SlotKind(int type, long size) {}

  /** Whether other values without pointers may share the slot. */
  private static boolean isTiny(HeapGraph graph, int object, long size) {
    return size == SizeClasses.TINY_BLOCK_SIZE
        && graph.shapes().get(graph.shapeIndex(object)).pointers() == 0;
  }
}
