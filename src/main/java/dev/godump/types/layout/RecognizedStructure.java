package dev.godump.types.layout;

import it.unimi.dsi.fastutil.ints.IntSet;

/**
 * A structure of the runtime's own, recognised by its layout.
 *
 * @param kind what it is
 * @param header the object that the program's variable points at
 * @param inner all objects that the runtime made for it, the header among them
 * @param count entries of a map, elements waiting in a channel
 * @param capacity of a channel; 0 for maps
 * @param elementSize bytes of an element of a channel; 0 for maps
 */
public record RecognizedStructure(
    Kind kind, int header, IntSet objects, long count, long capacity, int elementSize) {

  /** Structures that are recognised. */
  public enum Kind {
    MAP,
    CHANNEL
  }
}
