package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receives the entries of a map one after another. */
interface EntryVisitor {
  /** Whether no more entries are needed. */
  default boolean isFull() {
    return false;
  }

  /** The most buckets or groups to search in one table. */
  default long maxBuckets() {
    return Long.MAX_VALUE;
  }

  /**
   * Receives an entry. A key or element of over 128 bytes is stored as a pointer in its slot.
   *
   * @param key type of what is stored for the key, or null if unknown
   * @param elem type of what is stored for the element, or null if unknown
   */
  void add(@Nullable GoType key, ValueLocation keyAt, @Nullable GoType elem, ValueLocation elemAt)
      throws IOException;

  /** The entries that were kept, if any are. */
  default List<GoValue.Entry> list() {
    return List.of();
  }
}
