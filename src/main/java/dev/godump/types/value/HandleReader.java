package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.types.HeapTypes;
import dev.godump.types.value.GoValue.Field;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads values that stand for others: weak pointers, handles of package unique, pools. A weak
 * pointer points at a word that has the object's address, or 0 once the object was collected
 * (runtime/mheap.go getOrAddWeakHandle); the collector doesn't follow that word.
 */
final class HandleReader {
  /** The most per-P pools, and parts of one, to read. */
  private static final int MAX_PARTS = 1 << 12;

  private static final long LOW_HALF = 0xffffffffL;

  private final ValueReader values;
  private final HeapTypes types;

  HandleReader(ValueReader values, HeapTypes types) {
    this.values = values;
    this.types = types;
  }

  /** Reads a struct, if it is one of these types. */
  Optional<GoValue> read(GoType type, List<Field> fields, ValueLocation location, Depth depth)
      throws IOException {
    String name = type.name();
    if (name.startsWith("unique.Handle[")) {
      return unique(type, location, depth);
    }
    if (name.startsWith("weak.Pointer[") || name.startsWith("internal/weak.Pointer[")) {
      return weak(type, fields, location);
    }
    return name.equals("sync.Pool") ? pool(type, fields, location) : Optional.empty();
  }

  /** A handle is its value, which never changes. */
  private Optional<GoValue> unique(GoType type, ValueLocation location, Depth depth)
      throws IOException {
    int word = values.wordSize();
    GoType elem = type.fields().isEmpty() ? null : type.fields().get(0).type().elem();
    if (elem == null || !location.isPresent(0, word) || location.unsigned(0, word) == 0) {
      return Optional.empty();
    }
    ValueLocation value = values.location(location.unsigned(0, word));
    return Optional.of(values.read(elem, value, depth.inside()));
  }

  private Optional<GoValue> weak(GoType type, List<Field> fields, ValueLocation location)
      throws IOException {
    StructReader pointer = new StructReader(type, location);
    if (!pointer.isPresent()) {
      return Optional.empty();
    }
    long handle = pointer.field("u");
    if (handle == 0) {
      return Optional.of(new GoValue.Nil());
    }
    int word = values.wordSize();
    ValueLocation target = values.location(handle);
    if (!target.isPresent(0, word)) {
      return Optional.empty();
    }
    long address = target.unsigned(0, word);
    String text =
        address == 0
            ? "weak pointer to a collected object"
            : "weak pointer to " + ValueReader.hex(address);
    return Optional.of(new GoValue.WellKnown(text, fields));
  }

  /** Counts the values in a pool (sync/pool.go). */
  private Optional<GoValue> pool(GoType type, List<Field> fields, ValueLocation location)
      throws IOException {
    GoType local = types.typeNamed("sync.poolLocal").orElse(null);
    StructReader pool = new StructReader(type, location);
    if (local == null || !pool.isPresent()) {
      return Optional.empty();
    }
    long current = items(local, pool.field("local"), pool.field("localSize"));
    long victim = items(local, pool.field("victim"), pool.field("victimSize"));
    String text =
        current + victim == 0
            ? "empty pool"
            : "pool of "
                + (current + victim)
                + (victim == 0 ? "" : ", " + victim + " in victim: the next collection drops them");
    return Optional.of(new GoValue.WellKnown(text, fields));
  }

  private long items(GoType local, long address, long size) throws IOException {
    long items = 0;
    for (long i = 0; address != 0 && i < Math.min(size, MAX_PARTS); i++) {
      ValueLocation part = values.location(address + i * local.size());
      Optional<GoType.Field> own = field(local, "private");
      Optional<GoType.Field> chain = field(local, "shared");
      int word = values.wordSize();
      if (own.isPresent() && part.isPresent(own.get().offset(), word)) {
        items += part.unsigned(own.get().offset(), word) == 0 ? 0 : 1;
      }
      if (chain.isPresent() && part.isPresent(chain.get().offset(), word)) {
        items += chained(part.unsigned(chain.get().offset(), word));
      }
    }
    return items;
  }

  /**
   * Counts the values in a chain of queues from its head. A queue starts with the index of its head
   * in the high half of 8 bytes, and that of its tail in the low half (sync/poolqueue.go).
   */
  private long chained(long head) throws IOException {
    GoType link = types.typeNamed("sync.poolChainElt").orElse(null);
    Optional<GoType.Field> previous = link == null ? Optional.empty() : field(link, "prev");
    long items = 0;
    long at = head;
    for (int i = 0; i < MAX_PARTS && at != 0 && previous.isPresent(); i++) {
      ValueLocation queue = values.location(at);
      int word = values.wordSize();
      if (!queue.isPresent(0, Long.BYTES) || !queue.isPresent(previous.get().offset(), word)) {
        break;
      }
      long headTail = queue.unsigned(0, Long.BYTES);
      items += (headTail >>> Integer.SIZE) - headTail & LOW_HALF;
      at = queue.unsigned(previous.get().offset(), word);
    }
    return items;
  }

  /** A field of a struct or of one embedded in it, with its offset in the struct. */
  private static Optional<GoType.Field> field(GoType type, String name) {
    for (GoType.Field field : type.fields()) {
      if (field.name().equals(name)) {
        return Optional.of(field);
      }
      Optional<GoType.Field> inside =
          field.embedded() ? field(field.type(), name) : Optional.empty();
      if (inside.isPresent()) {
        long offset = field.offset() + inside.get().offset();
        return Optional.of(new GoType.Field(name, offset, inside.get().type(), false));
      }
    }
    return Optional.empty();
  }
}
