package dev.godump.index;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when an index is not readable, or a part of it is not what was written. Unchecked, since
 * parts are read lazily; the code that opened the index then continues without it.
 */
public final class DamagedIndexException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DamagedIndexException(@Nullable String message) {
    super(message);
  }
}
