package dev.godump.types.value;

/**
 * How deep in a value a part of it is.
 *
 * @param nested structs, arrays and other values around it
 * @param followed pointers followed to reach it
 */
record Depth(int nested, int followed) {
  static final Depth TOP = new Depth(0, 0);

  /** The depth of a part inside the value. */
  Depth inside() {
    return new Depth(nested + 1, followed);
  }

  /** The depth of a value behind a pointer. */
  Depth behindPointer() {
    return new Depth(nested + 1, followed + 1);
  }
}
