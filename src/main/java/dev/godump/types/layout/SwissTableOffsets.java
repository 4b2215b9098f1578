package dev.godump.types.layout;

/**
 * Offsets in a table of a large Swiss map (internal/runtime/maps/table.go table and group.go
 * groupsReference, Go 1.24 to 1.27), in bytes. {@code used} is the first field (2 bytes).
 * Immutable.
 *
 * @param capacity number of slots (2 bytes)
 * @param growthLeft number of slots to fill before the table grows (2 bytes)
 * @param localDepth number of bits of a hash that select the table (1 byte)
 * @param index index of the table's first entry in the directory
 * @param groups address of the array of groups
 * @param lengthMask number of groups - 1 (8 bytes)
 * @param size bytes of the structure
 */
public record SwissTableOffsets(
    int capacity, int growthLeft, int localDepth, int index, int groups, int lengthMask, int size) {

  public static final int USED = 0;

  private static final SwissTableOffsets ROW_64 = new SwissTableOffsets(2, 4, 6, 8, 16, 24, 32);
  private static final SwissTableOffsets ROW_32 = new SwissTableOffsets(2, 4, 6, 8, 12, 16, 24);

  /**
   * The offsets of all releases with Swiss maps.
   *
   * @param word bytes of a pointer
   */
  public static SwissTableOffsets of(int word) {
    return word == 8 ? ROW_64 : ROW_32;
  }
}
