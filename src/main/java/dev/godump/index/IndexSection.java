package dev.godump.index;

/**
 * Where a part of an index lies. One without blocks is checked as a whole. One with blocks ends
 * with a table of them, 8 bytes each: length and CRC-32C.
 *
 * @param name what it is found by
 * @param offset of its first byte in the file
 * @param length in bytes, the table of blocks included
 * @param entries how many things it holds; 0 for one without blocks
 * @param perBlock how many of them a block holds, the last one perhaps fewer; 0 for one without
 *     blocks
 * @param checksum CRC-32C of all of it, or of the table of blocks
 */
record IndexSection(
    String name, long offset, long length, long entries, int entriesPerBlock, int checksum) {
  static final int BLOCK_ENTRY = 8;

  /** How many blocks it has. */
  int blocks() {
    return entriesPerBlock == 0 ? 0 : (int) ((entries + entriesPerBlock - 1) / entriesPerBlock);
  }

  /** Whether it can be a part of a file whose sections end at an offset. */
  boolean isWithin(long end) {
    long blocks = entriesPerBlock <= 0 ? 0 : (entries + entriesPerBlock - 1) / entriesPerBlock;
    return offset >= 0
        && length >= 0
        && length <= end - offset
        && entries >= 0
        && entries <= Integer.MAX_VALUE
        && (entriesPerBlock > 0 && blocks <= length / BLOCK_ENTRY
            || entriesPerBlock == 0 && entries == 0 && length <= Integer.MAX_VALUE - 8);
  }
}
