package dev.godump.report;

import dev.godump.types.Certainty;

/** The marks of types that are not certain. */
final class CertaintyText {
  static final String LEGEND = "~ inferred type, ? guessed type";

  private CertaintyText() {}

  /** Returns the mark of a type, or an empty string if it is exact or unknown. */
  static String mark(Certainty certainty) {
    return switch (certainty) {
      case EXACT, UNKNOWN -> "";
      case INFERRED -> "~";
      case GUESS -> "?";
    };
  }
}
