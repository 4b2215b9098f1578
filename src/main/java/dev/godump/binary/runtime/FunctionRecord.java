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
record FunctionRecord(long address, Words words, int since, int word) {

  /** Bytes of a record without its lists. */
  static int length(int since, int word) {
    return last(since, word) + 4;
  }

  private static int entrySize(int since, int word) {
    return since >= 18 ? 4 : word;
  }

  private static int last(int since, int word) {
    return entrySize(since, word) + (since >= 20 ? 36 : since >= 16 ? 32 : 28);
  }

  private long field(int number) {
    return words.u32(entrySize(since, word) + 4 * number);
  }

  /** Offset of its name. */
  long name() {
    return field(0);
  }

  /** Offset of the table of files by pc. */
  long pcFiles() {
    return field(4);
  }

  /** Offset of the table of lines by pc. */
  long pcLines() {
    return field(5);
  }

  long pcdataCount() {
    return field(6);
  }

  /** Where its compilation unit's files start, since Go 1.16. */
  long unit() {
    return field(7);
  }

  int funcdataCount() {
    return words.u8(last(since, word) + 3);
  }

  /** Address of its lists of pcdata and funcdata. */
  long lists() {
    return address + length(since, word);
  }
}
