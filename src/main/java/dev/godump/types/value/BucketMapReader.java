package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.types.RuntimeStructures;
import dev.godump.types.layout.HashMapOffsets;
import java.io.IOException;
import java.util.List;

/** Reads maps up to Go 1.23: hash tables of buckets (runtime/map.go). */
final class BucketMapReader {
  /** The most overflow buckets to follow from one bucket. */
  private static final int MAX_OVERFLOW = 1 << 10;

  /** The largest log2 of a number of buckets. */
  private static final int MAX_LOG = 48;

  private final ValueReader values;
  private final HashMapOffsets offsets;

  BucketMapReader(ValueReader values, RuntimeStructures runtime) {
    this.values = values;
    this.offsets = runtime.hashMap();
  }

  GoValue read(GoType map, long address, StructReader header, EntryVisitor entries)
      throws IOException {
    long count = header.field("count");
    int log = (int) header.field("B");
    long buckets = header.field("buckets");
    long old = header.field("oldbuckets");
    if (log > MAX_LOG) {
      return new GoValue.Unknown("no map header: 2^" + log + " buckets");
    }
    long slots = buckets == 0 ? 0 : HashMapOffsets.SLOTS_PER_BUCKET << log;
    if (map.groups() != null && count > 0) {
      buckets(map.groups(), buckets, 1L << log, entries);
      if (old != 0) {
        boolean sameSize = (header.field("flags") & HashMapOffsets.SAME_SIZE_GROW) != 0;
        buckets(map.groups(), old, sameSize || log == 0 ? 1L << log : 1L << (log - 1), entries);
      }
    }
    return new GoValue.Entries(address, count, slots, old != 0, entries.list());
  }

  private void buckets(GoType bucket, long first, long count, EntryVisitor entries)
      throws IOException {
    List<GoType.Field> fields = bucket.fields();
    if (fields.size() < 3 || first == 0) {
      return;
    }
    GoType.Field keys = fields.get(1);
    GoType.Field elems = fields.get(2);
    long overflow = bucket.size() - values.wordSize();
    for (long i = 0; i < Math.min(count, entries.maxBuckets()) && !entries.isFull(); i++) {
      long at = first + i * bucket.size();
      for (int chain = 0; at != 0 && chain < MAX_OVERFLOW && !entries.isFull(); chain++) {
        ValueLocation location = values.location(at);
        if (!location.isPresent(0, HashMapOffsets.SLOTS_PER_BUCKET)) {
          if (chain == 0) {
            return;
          }
          break;
        }
        for (int slot = 0; slot < HashMapOffsets.SLOTS_PER_BUCKET; slot++) {
          if (location.unsigned(slot, 1) >= offsets.minTopHash()) {
            GoType key = keys.type().elem();
            GoType elem = elems.type().elem();
            entries.add(
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
}
