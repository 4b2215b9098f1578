package dev.godump.types.layout;

import dev.godump.index.Coded;

/** How well values of a layout match an object's slot, from worst to best. */
public enum Match implements Coded {
  /** The object can't start with such values. */
  NONE(0),
  /** The object can start with such values, but has more behind them. */
  PREFIX(1),
  /** The values fill the slot, but their number is uncertain. */
  FILLS_UNCOUNTED(2),
  /** The allocator gives such a slot for exactly these values. */
  EXACT(3);

  private final int code;

  Match(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  /** Whether the values fill the slot. */
  public boolean fills() {
    return this == FILLS_UNCOUNTED || this == EXACT;
  }
}
