package dev.godump.types;

import java.util.Locale;

/** How sure a type is. */
public enum Certainty {
  /** The program's own type word led to the object, and the size agrees. */
  EXACT,
  /** It follows from something exact. */
  INFERRED,
  /** A shape that fits. */
  GUESS,
  /** Nothing is known but the shape. */
  UNKNOWN;

  /** The name in godump's output. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
