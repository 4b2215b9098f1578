package dev.godump.types;

import dev.godump.index.Coded;
import java.util.Locale;

/** The certainty of an object's type, from surest to least sure. */
public enum Certainty implements Coded {
  /** A descriptor or record of the process states the type, and the object's size agrees. */
  EXACT(0),
  /** Follows from a type that is exact. */
  INFERRED(1),
  /** The type fits the object's size, pointers and neighbours. */
  GUESS(2),
  /** Only the object's size and pointers are known. */
  UNKNOWN(3);

  private final int code;

  Certainty(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  /** The name in godump's output. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
