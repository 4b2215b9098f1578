package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds the element of a map by its key. Visits all entries, or two with such keys. */
final class EntryFinder implements EntryVisitor {
  private final ValueReader values;
  private final @Nullable GoType map;
  private final KeyTest test;
  private int found;
  private @Nullable ValueLocation element;
  private @Nullable GoType type;

  /**
   * @param map null if entries are stored with the types that they were declared with
   */
  EntryFinder(ValueReader values, @Nullable GoType map, KeyTest test) {
    this.values = values;
    this.map = map;
    this.test = test;
  }

  /** Whether a key is the one to find. */
  @FunctionalInterface
  interface KeyTest {
    boolean matches(GoType type, ValueLocation at) throws IOException;
  }

  /** Whether several keys pass the test. */
  boolean isAmbiguous() {
    return found > 1;
  }

  /** The element of an entry with the key, or null if there is none. */
  @Nullable ValueLocation element() {
    return element;
  }

  /** The type of that element, or null if there is none. */
  @Nullable GoType type() {
    return type;
  }

  @Override
  public boolean isFull() {
    return isAmbiguous();
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
    if (keyType != null
        && elemType != null
        && storedKey != null
        && storedElem != null
        && test.matches(keyType, EntryCollector.valueAt(values, keyType, storedKey, keyAt))) {
      found++;
      element = EntryCollector.valueAt(values, elemType, storedElem, elemAt);
      type = elemType;
    }
  }
}
