package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import java.io.IOException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Visits what the elements of a map's entries point at; for a set, whose elements have no bytes,
 * what the keys point at.
 */
final class EntryTargets implements EntryVisitor {
  private static final int NO_POINTER = -1;

  private final int wordSize;
  private final LongConsumer targets;

  EntryTargets(int wordSize, LongConsumer targets) {
    this.wordSize = wordSize;
    this.targets = targets;
  }

  /** Whether what the entries of a map point at is one object for each entry. */
  static boolean hasOneTarget(GoType map) {
    GoType pointing = pointing(map.key(), map.elem());
    return pointing != null && pointerWord(pointing) != NO_POINTER;
  }

  private static @Nullable GoType pointing(@Nullable GoType key, @Nullable GoType elem) {
    return elem != null && elem.size() == 0 ? key : elem;
  }

  /** The index of the word that points at a value, or {@link #NO_POINTER}. */
  private static int pointerWord(GoType type) {
    return switch (type.kind()) {
      case POINTER, UNSAFE_POINTER, MAP, CHAN, FUNC, SLICE, STRING -> 0;
      case INTERFACE -> 1;
      default -> NO_POINTER;
    };
  }

  @Override
  public void add(
      @Nullable GoType key, ValueLocation keyAt, @Nullable GoType elem, ValueLocation elemAt)
      throws IOException {
    GoType type = pointing(key, elem);
    if (type == null || pointerWord(type) == NO_POINTER) {
      return;
    }
    long offset = (long) pointerWord(type) * wordSize;
    ValueLocation at = type == elem ? elemAt : keyAt;
    targets.accept(at.isPresent(offset, wordSize) ? at.unsigned(offset, wordSize) : 0);
  }
}
