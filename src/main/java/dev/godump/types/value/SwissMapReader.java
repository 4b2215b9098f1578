package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.types.RuntimeStructures;
import dev.godump.types.layout.SwissMapOffsets;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads maps from Go 1.24 on: Swiss tables of groups (internal/runtime/maps). */
final class SwissMapReader {
  private static final int MAX_TABLES = 1 << 16;

  /** The control bytes of empty and deleted slots have the high bit set. */
  private static final int NOT_FULL = 0x80;

  private final ValueReader values;
  private final RuntimeStructures runtime;

  SwissMapReader(ValueReader values, RuntimeStructures runtime) {
    this.values = values;
    this.runtime = runtime;
  }

  GoValue read(GoType map, long address, StructReader header, EntryVisitor entries)
      throws IOException {
    long used = header.field("used");
    long directory = header.field("dirPtr");
    long length = header.field("dirLen");
    long slots = 0;
    if (directory != 0 && length == 0) {
      slots = SwissMapOffsets.SLOTS_PER_GROUP;
      groups(map.groups(), directory, 1, entries);
    } else if (directory != 0) {
      Set<Long> tables = new HashSet<>();
      GoType tableType = runtime.mapTable(map);
      int word = values.wordSize();
      for (long i = 0; i < Math.min(length, MAX_TABLES); i++) {
        ValueLocation entry = values.location(directory + i * word);
        if (!entry.isPresent(0, word)) {
          break;
        }
        StructReader table = new StructReader(tableType, values.location(entry.unsigned(0, word)));
        if (entry.unsigned(0, word) == 0
            || !table.isPresent()
            || !tables.add(entry.unsigned(0, word))) {
          continue;
        }
        slots += table.field("capacity");
        groups(map.groups(), table.field("groups"), table.field("lengthMask") + 1, entries);
      }
    }
    return new GoValue.Entries(address, used, slots, false, entries.list());
  }

  private void groups(@Nullable GoType group, long first, long count, EntryVisitor entries)
      throws IOException {
    if (group == null || group.fields().size() < 2 || first == 0) {
      return;
    }
    GoType.Field slots = group.fields().get(1);
    GoType slot = slots.type().elem();
    if (slot == null || slot.fields().size() < 2) {
      return;
    }
    GoType.Field key = slot.fields().get(0);
    GoType.Field elem = slot.fields().get(1);
    for (long i = 0; i < Math.min(count, entries.maxBuckets()) && !entries.isFull(); i++) {
      ValueLocation location = values.location(first + i * group.size());
      if (!location.isPresent(0, SwissMapOffsets.SLOTS_PER_GROUP)) {
        return;
      }
      for (int s = 0; s < SwissMapOffsets.SLOTS_PER_GROUP; s++) {
        // the first slot has the lowest byte of the control word
        if (location.unsigned(values.bigEndian() ? SwissMapOffsets.SLOTS_PER_GROUP - 1 - s : s, 1)
            < NOT_FULL) {
          ValueLocation at = location.plus(slots.offset() + s * slot.size());
          entries.add(key.type(), at.plus(key.offset()), elem.type(), at.plus(elem.offset()));
        }
      }
    }
  }
}
