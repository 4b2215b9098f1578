package dev.godump.types.layout;

/**
 * Offsets in the lists of overflow buckets that a map up to Go 1.23 keeps alive if the collector
 * doesn't scan its buckets (runtime/map.go mapextra, Go 1.9 to 1.25), in bytes. {@code overflow} is
 * the first field. Immutable.
 *
 * @param oldoverflow address of the list for the old buckets
 * @param nextOverflow address of the next free overflow bucket
 * @param size bytes of the structure
 */
public record MapExtraOffsets(int oldoverflow, int nextOverflow, int size) {
  public static final int OVERFLOW = 0;

  /**
   * The offsets of all releases.
   *
   * @param word bytes of a pointer
   */
  public static MapExtraOffsets of(int word) {
    return new MapExtraOffsets(word, 2 * word, 3 * word);
  }
}
