package dev.godump.types.layout;

import it.unimi.dsi.fastutil.ints.IntSet;

/**
 * A map or channel, recognised by the contents of its header.
 *
 * @param header id of the object that the program's variable points at
 * @param objects ids of all objects that the runtime allocated for it, including the header
 * @param count number of entries in a map, of elements in a channel's buffer
 * @param capacity capacity of a channel; for maps, the number of entries that its slots can have
 * @param elementSize bytes of a channel's element; 0 for maps
 */
public record RecognizedStructure(
    Kind kind, int header, IntSet objects, long count, long capacity, int elementSize) {

  /** The recognised structures. */
  public enum Kind {
    MAP,
    CHANNEL
  }
}
