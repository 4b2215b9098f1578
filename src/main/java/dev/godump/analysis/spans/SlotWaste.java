package dev.godump.analysis.spans;

import dev.godump.graph.HeapGraph;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.layout.SizeClasses;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.Comparator;
import java.util.List;

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
  static List<SlotWaste> of(HeapGraph graph, HeapTypes types) {
    Long2ObjectOpenHashMap<SlotWaste> byTypeAndSlot = new Long2ObjectOpenHashMap<>();
    graph
        .objects()
        .forEach(
            (object, address, size) -> {
              ObjectType type = types.typeOf(object).orElse(null);
              if (type == null
                  || type.certainty() == Certainty.GUESS
                  || type.element() == null
                  || isTiny(graph, object, size)
                  || size > Integer.MAX_VALUE) {
                return;
              }
              long value = type.element().size() * type.count() + types.headerSize(object);
              // a channel's buffer can follow its header
              if (value < size && types.mapOrChannelOf(object).isEmpty()) {
                long key = (long) types.typeIndex(object) << 32 | size;
                SlotWaste known = byTypeAndSlot.get(key);
                long before = known == null ? 0 : known.objects();
                byTypeAndSlot.put(key, new SlotWaste(type, size, value, before + 1));
              }
            });
    return byTypeAndSlot.values().stream()
        .sorted(
            Comparator.comparingLong(SlotWaste::unused)
                .reversed()
                .thenComparing(waste -> waste.type().name())
                .thenComparing(SlotWaste::slotSize))
        .toList();
  }

  /** Whether other values without pointers may share the slot. */
  private static boolean isTiny(HeapGraph graph, int object, long size) {
    return size == SizeClasses.TINY_BLOCK_SIZE
        && graph.shapes().get(graph.shapeIndex(object)).pointers() == 0;
  }
}
