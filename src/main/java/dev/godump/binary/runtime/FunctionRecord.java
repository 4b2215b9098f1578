package dev.godump.binary.runtime;

import dev.godump.binary.file.Words;

/**
 * What the function table says of a function (runtime._func): after its entry, words of 4 bytes.
 * The last of them ends in the number of funcdata, since Go 1.12 in one byte.
 *
 * @param address of the record
 * @param since the release whose module data the program has
 * @param word bytes of a pointer
 */
record FunctionRecord(long address, Words words, int since, int wordSize) {

  /** Bytes of a record without its lists. */
  static int length(int since, int wordSize) {
    return lastFieldOffset(since, wordSize) + 4;
  }

  private static int entrySize(int since, int wordSize) {
    return since >= 18 ? 4 : wordSize;
  }

  private static int lastFieldOffset(int since, int wordSize) {
    return entrySize(since, wordSize) + (since >= 20 ? 36 : since >= 16 ? 32 : 28);
  }

  private long field(int index) {
    return words.u32(entrySize(since, wordSize) + 4 * index);
  }

  /** Offset of its name. */
  long nameOffset() {
    return field(0);
  }

  /** Offset of the table of files by pc. */
  long pcfile() {
    return field(4);
  }

  /** Offset of the table of lines by pc. */
  long pcln() {
    return field(5);
  }

  long pcdataCount() {
    return field(6);
  }

  /** Where its compilation unit's files start, since Go 1.16. */
  long cuOffset() {
    return field(7);
  }

  int funcdataCount() {
    return words.u8(lastFieldOffset(since, wordSize) + 3);
  }

  /** Address of its lists of pcdata and funcdata. */
  long pcdataAddress() {
    return address + length(since, wordSize);
  }
}
