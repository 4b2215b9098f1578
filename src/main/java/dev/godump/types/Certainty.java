package dev.godump.types;

import dev.godump.index.Coded;
import java.util.Locale;

/** How sure a type is. */
public enum Certainty implements Coded {
  /** The program's own type word led to the object, and the size agrees. */
  EXACT(0),
  /** It follows from something exact. */
  INFERRED(1),
  /** A shape that fits. */
  GUESS(2),
  /** Nothing is known but the shape. */
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
