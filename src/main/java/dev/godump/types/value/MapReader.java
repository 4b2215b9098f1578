package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.types.HeapTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads maps: hash tables of buckets up to Go 1.23 (runtime/map.go), Swiss tables of groups from
 * 1.24 on (internal/runtime/maps). A map that is being changed may lack an entry or show one twice.
 */
final class MapReader {
  /** Entries of a bucket or group. */
  private static final int SLOTS_PER_GROUP = 8;

  /** Buckets and groups that are looked at for entries to show, and overflow buckets in a row. */
  private static final int MAX_GROUPS = 1 << 16;

  private static final int MAX_OVERFLOW = 1 << 10;

  /** Lowest tophash of an entry from Go 1.12 on; before, one less. */
  private static final int MIN_TOPHASH = 5;

  private final ValueReader values;
  private final HeapTypes types;

  MapReader(ValueReader values, HeapTypes types) {
    this.values = values;
    this.types = types;
  }

  GoValue read(GoType map, long address, int nested, int followed) throws IOException {
    if (map.key() == null) {
      return new GoValue.Pointer(address, null, null);
    }
    StructReader header = new StructReader(types.mapHeader(map), values.location(address));
    if (!header.isPresent()) {
      return new GoValue.Unknown(
          "map header at " + ValueReader.hex(address) + " that is not in the dump");
    }
    Collector found = new Collector(map, nested, followed);
    return types.hasSwissMaps()
        ? swiss(map, address, header, found)
        : hashed(map, address, header, found);
  }

  private GoValue hashed(GoType map, long address, StructReader header, Collector found)
      throws IOException {
    long count = header.field("count");
    int log = (int) header.field("B");
    long buckets = header.field("buckets");
    long old = header.field("oldbuckets");
    if (log > 48) {
      return new GoValue.Unknown("no map header: 2^" + log + " buckets");
    }
    long slots = buckets == 0 ? 0 : SLOTS_PER_GROUP << log;
    if (map.groups() != null && count > 0) {
      buckets(map.groups(), buckets, 1L << log, found);
      if (old != 0) {
        boolean sameSize = (header.field("flags") & 8) != 0;
        buckets(map.groups(), old, sameSize || log == 0 ? 1L << log : 1L << log - 1, found);
      }
    }
    return new GoValue.Entries(address, count, slots, old != 0, List.copyOf(found.entries));
  }

  private void buckets(GoType bucket, long first, long count, Collector found) throws IOException {
    List<GoType.Field> fields = bucket.fields();
    if (fields.size() < 3 || first == 0) {
      return;
    }
    GoType.Field keys = fields.get(1);
    GoType.Field elems = fields.get(2);
    long overflow = bucket.size() - values.wordSize();
    for (long i = 0; i < Math.min(count, MAX_GROUPS) && !found.isFull(); i++) {
      long at = first + i * bucket.size();
      for (int chain = 0; at != 0 && chain < MAX_OVERFLOW && !found.isFull(); chain++) {
        ValueLocation location = values.location(at);
        if (!location.isPresent(0, SLOTS_PER_GROUP)) {
          break;
        }
        for (int slot = 0; slot < SLOTS_PER_GROUP; slot++) {
          long hash = location.unsigned(slot, 1);
          if (hash >= MIN_TOPHASH || hash == MIN_TOPHASH - 1 && types.release() <= 11) {
            GoType key = keys.type().elem();
            GoType elem = elems.type().elem();
            found.add(
                key,
                location.plus(keys.offset() + slot * (key == null ? 0 : key.size())),
                elem,
                location.plus(elems.offset() + slot * (elem == null ? 0 : elem.size())));
          }
        }
        at =
            location.isPresent(overflow, values.wordSize())
                ? location.unsigned(overflow, values.wordSize())
                : 0;
      }
    }
  }

  private GoValue swiss(GoType map, long address, StructReader header, Collector found)
      throws IOException {
    long used = header.field("used");
    long directory = header.field("dirPtr");
    long length = header.field("dirLen");
    long slots = 0;
    if (directory != 0 && length == 0) {
      slots = SLOTS_PER_GROUP;
      groups(map.groups(), directory, 1, found);
    } else if (directory != 0) {
      Set<Long> tables = new HashSet<>();
      GoType tableType = types.mapTable(map);
      int word = values.wordSize();
      for (long i = 0; i < Math.min(length, MAX_GROUPS); i++) {
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
        groups(map.groups(), table.field("groups"), table.field("lengthMask") + 1, found);
      }
    }
    return new GoValue.Entries(address, used, slots, false, List.copyOf(found.entries));
  }

  private void groups(GoType group, long first, long count, Collector found) throws IOException {
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
    for (long i = 0; i < Math.min(count, MAX_GROUPS) && !found.isFull(); i++) {
      ValueLocation location = values.location(first + i * group.size());
      if (!location.isPresent(0, SLOTS_PER_GROUP)) {
        return;
      }
      for (int s = 0; s < SLOTS_PER_GROUP; s++) {
        // the first slot's is the lowest byte of a word; the high bit is set of an empty slot and
        // of a deleted one
        if (location.unsigned(values.bigEndian() ? SLOTS_PER_GROUP - 1 - s : s, 1) < 0x80) {
          ValueLocation at = location.plus(slots.offset() + s * slot.size());
          found.add(key.type(), at.plus(key.offset()), elem.type(), at.plus(elem.offset()));
        }
      }
    }
  }

  /** Takes entries until there are enough. */
  private final class Collector {
    private final GoType map;
    private final int nested;
    private final int followed;
    private final List<GoValue.Entry> entries = new ArrayList<>();

    Collector(GoType map, int nested, int followed) {
      this.map = map;
      this.nested = nested;
      this.followed = followed;
    }

    boolean isFull() {
      return entries.size() >= values.limits().elements();
    }

    void add(GoType key, ValueLocation keyAt, GoType elem, ValueLocation elemAt)
        throws IOException {
      if (!isFull() && key != null && elem != null) {
        entries.add(new GoValue.Entry(part(map.key(), key, keyAt), part(map.elem(), elem, elemAt)));
      }
    }

    /** A key or element of over 128 bytes is not in its slot; a pointer to it is. */
    private GoValue part(GoType declared, GoType stored, ValueLocation at) throws IOException {
      boolean indirect =
          stored.kind() == Kind.POINTER
              && declared.kind() != Kind.POINTER
              && at.isPresent(0, values.wordSize());
      ValueLocation location = indirect ? values.location(at.unsigned(0, values.wordSize())) : at;
      return values.read(declared, location, nested + 1, followed);
    }
  }
}
