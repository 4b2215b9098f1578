package dev.godump.types.layout;

/**
 * Offsets in a map's header from Go 1.24 on (internal/runtime/maps/map.go Map, Go 1.24 to 1.27), in
 * bytes. {@code used} is the first field (8 bytes). Immutable.
 *
 * @param seed seed of the hash
 * @param dirPtr address of the only group, or of the directory of a large map
 * @param dirLen length of the directory; 0 for a map of one group
 * @param globalDepth base-2 logarithm of the directory's length (1 byte)
 * @param globalShift bits of a hash that don't select the table (1 byte)
 * @param writing whether the map is being changed (1 byte)
 * @param clearSeq how often the map was cleared (8 bytes)
 * @param size bytes of the header
 */
public record SwissMapOffsets(
    int seed,
    int dirPtr,
    int dirLen,
    int globalDepth,
    int globalShift,
    int writing,
    int clearSeq,
    int size) {

  public static final int USED = 0;

  /** Entries of a group. */
  public static final int SLOTS_PER_GROUP = 8;

  private static final SwissMapOffsets ROW_64 = new SwissMapOffsets(8, 16, 24, 32, 33, 34, 40, 48);
  private static final SwissMapOffsets ROW_32 = new SwissMapOffsets(8, 12, 16, 20, 21, 22, 24, 32);

  /**
   * The offsets of all releases with Swiss maps.
   *
   * @param word bytes of a pointer
   */
  public static SwissMapOffsets of(int word) {
    return word == 8 ? ROW_64 : ROW_32;
  }
}
