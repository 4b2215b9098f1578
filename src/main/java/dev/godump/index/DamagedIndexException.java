package dev.godump.index;

/**
 * An index, or a part of it that is looked at for the first time, is not what was written.
 * Unchecked, since parts are read wherever a number is asked for; whoever opened the index does
 * without it then.
 */
public final class DamagedIndexException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DamagedIndexException(String message) {
    super(message);
  }
}
