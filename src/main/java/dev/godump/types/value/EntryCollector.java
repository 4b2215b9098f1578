package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects entries of a map up to the limit of elements. */
final class EntryCollector implements EntryVisitor {
  private static final int MAX_BUCKETS = 1 << 16;

  private final ValueReader values;
  private final @Nullable GoType map;
  private final Depth depth;
  private final List<GoValue.Entry> entries = new ArrayList<>();

  /**
   * @param map null if entries are stored with the types that they were declared with
   */
  EntryCollector(ValueReader values, @Nullable GoType map, Depth depth) {
    this.values = values;
    this.map = map;
    this.depth = depth;
  }

  @Override
  public boolean isFull() {
    return entries.size() >= values.limits().elements();
  }

  @Override
  public long maxBuckets() {
    return MAX_BUCKETS;
  }

  @Override
  public List<GoValue.Entry> list() {
    return List.copyOf(entries);
  }

  /** Reads an entry, unless the collector is full or a type is unknown. */
  @Override
  public void add(
      @Nullable GoType key, ValueLocation keyAt, @Nullable GoType elem, ValueLocation elemAt)
      throws IOException {
    GoType keyType = map == null ? key : map.key();
    GoType elemType = map == null ? elem : map.elem();
    if (!isFull() && key != null && elem != null && keyType != null && elemType != null) {
      entries.add(new GoValue.Entry(part(keyType, key, keyAt), part(elemType, elem, elemAt)));
    }
  }

  private GoValue part(GoType declared, GoType stored, ValueLocation at) throws IOException {
    return values.read(declared, valueAt(values, declared, stored, at), depth.inside());
  }

  /** The location of a key or element. One of over 128 bytes is stored as a pointer in its slot. */
  static ValueLocation valueAt(ValueReader values, GoType declared, GoType stored, ValueLocation at)
      throws IOException {
    boolean indirect =
        stored.kind() == Kind.POINTER
            && declared.kind() != Kind.POINTER
            && at.isPresent(0, values.wordSize());
    return indirect ? values.location(at.unsigned(0, values.wordSize())) : at;
  }
}
