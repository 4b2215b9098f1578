package dev.godump.types.layout;

/** How well values of a layout match an object's slot, from worst to best. */
public enum Match {
  /** The object can't start with such values. */
  NONE,
  /** The object can start with such values, but has more behind them. */
  PREFIX,
  /** The values fill the slot, but their number is uncertain. */
  FILLS_UNCOUNTED,
  /** The allocator gives such a slot for exactly these values. */
  EXACT;

  /** Whether the values fill the slot. */
  public boolean fills() {
    return this == FILLS_UNCOUNTED || this == EXACT;
  }
}
