package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.types.HeapTypes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds the element of a map by its key. */
final class EntryFinder implements EntryVisitor {
  private final ValueReader values;
  private final HeapTypes types;
  private final @Nullable GoType map;
  private final KeyLiteral key;
  private @Nullable ValueLocation element;
  private @Nullable GoType type;

  /**
   * @param map null if entries are stored with the types that they were declared with
   */
  EntryFinder(ValueReader values, HeapTypes types, @Nullable GoType map, KeyLiteral key) {
    this.values = values;
    this.types = types;
    this.map = map;
    this.key = key;
  }

  /** The element, or null if no entry has the key. */
  @Nullable ValueLocation element() {
    return element;
  }

  /** The type of the element, or null if no entry has the key. */
  @Nullable GoType type() {
    return type;
  }

  @Override
  public boolean isFull() {
    return element != null;
  }

  @Override
  public void add(
      @Nullable GoType storedKey,
      ValueLocation keyAt,
      @Nullable GoType storedElem,
      ValueLocation elemAt)
      throws IOException {
    GoType keyType = map == null ? storedKey : map.key();
    GoType elemType = map == null ? storedElem : map.elem();
    if (element == null
        && keyType != null
        && elemType != null
        && storedKey != null
        && storedElem != null
        && key.matches(keyType, keyAt, values, types)) {
      element = EntryCollector.valueAt(values, elemType, storedElem, elemAt);
      type = elemType;
    }
  }
}
