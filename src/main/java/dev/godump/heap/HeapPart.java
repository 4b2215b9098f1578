package dev.godump.heap;

import org.jspecify.annotations.Nullable;

/** Parts of a heap, by the roots that keep them alive. Every object is in one of them. */
public enum HeapPart {
  /** All that the dump's own records of roots lead to. */
  RECORDED("recorded roots"),
  /** What only stack variables keep alive whose address is taken; the executable tells them. */
  STACK_VARIABLES("stack variables"),
  /** What such variables may keep alive: without the executable, it is unknown. */
  MAYBE_STACK_VARIABLES("maybe stack variables"),
  /** What only inferred cleanups keep alive. */
  CLEANUPS("cleanups"),
  /** What nothing is known to keep alive. */
  GARBAGE("garbage"),
  /** All objects of a dump that was truncated before its roots. */
  UNKNOWN("unknown");

  private final String label;

  HeapPart(String label) {
    this.label = label;
  }

  /** The name in godump's output. */
  public String label() {
    return label;
  }

  /**
   * Whether its objects are live: roots that the dump records or the executable tells lead to them.
   * Null if it is unknown.
   */
  public @Nullable Boolean isLive() {
    return switch (this) {
      case RECORDED, STACK_VARIABLES -> true;
      case CLEANUPS, GARBAGE -> false;
      case MAYBE_STACK_VARIABLES, UNKNOWN -> null;
    };
  }

  /** Whether only inferred cleanups keep its objects alive; null if liveness is unknown. */
  public @Nullable Boolean isKeptByCleanups() {
    return this == UNKNOWN ? null : (Boolean) (this == CLEANUPS);
  }

  /** Whether only unlisted stack variables keep its objects alive; null if it is unknown. */
  public @Nullable Boolean isKeptByStackVariables() {
    return (this == UNKNOWN || this == MAYBE_STACK_VARIABLES)
        ? null
        : (Boolean) (this == STACK_VARIABLES);
  }
}
