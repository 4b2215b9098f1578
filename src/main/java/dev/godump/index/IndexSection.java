package dev.godump.index;

/**
 * The location of one section in an index file. A section without blocks has one checksum. One with
 * blocks ends with a table of them, 8 bytes each: length and CRC-32C.
 *
 * @param name unique in the file
 * @param offset of its first byte in the file
 * @param length in bytes, the table of blocks included
 * @param entries number of entries; 0 for a section without blocks
 * @param entriesPerBlock a power of two, the last block may have fewer; 0 for a section without
 *     blocks
 * @param checksum CRC-32C of the whole section, or of the table of blocks
 */
record IndexSection(
    String name, long offset, long length, long entries, int entriesPerBlock, int checksum) {
  static final int BLOCK_ENTRY = 8;

  /** Returns the number of blocks. */
  int blocks() {
    return entriesPerBlock == 0 ? 0 : (int) ((entries + entriesPerBlock - 1) / entriesPerBlock);
  }

  /** Whether the section is plausible in a file with sections up to {@code end}. */
  boolean isWithin(long end) {
    long blocks = entriesPerBlock <= 0 ? 0 : (entries + entriesPerBlock - 1) / entriesPerBlock;
    return offset >= 0
        && length >= 0
        && length <= end - offset
        && entries >= 0
        && blocks <= Integer.MAX_VALUE
        && ((entriesPerBlock > 0 && blocks <= length / BLOCK_ENTRY)
            || (entriesPerBlock == 0 && entries == 0 && length <= Integer.MAX_VALUE - 8));
  }
}
