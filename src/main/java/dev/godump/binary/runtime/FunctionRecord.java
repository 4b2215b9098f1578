package dev.godump.binary.runtime;

import dev.godump.binary.file.Words;
import java.util.List;

/**
 * The record of a function in the function table (runtime._func): the entry, then fields of 4
 * bytes. The last byte of the last field is the number of funcdata (Go 1.12 and later).
 *
 * @param address address of the record
 * @param wordSize bytes per pointer
 */
record FunctionRecord(long address, Words words, Layout layout, int wordSize) {
  private static final List<Layout> LAYOUTS =
      List.of(
          new Layout(2, false, 8), // Go 1.2
          new Layout(16, false, 9), // cuOffset
          new Layout(18, true, 9),
          new Layout(20, true, 10)); // startLine

  /**
   * The layout of a release.
   *
   * @param hasEntryOffset whether the entry is a text offset of 4 bytes, not an address
   * @param fieldCount number of fields after the entry
   */
  record Layout(int since, boolean hasEntryOffset, int fieldCount) implements ReleaseRow {

    /** Returns the layout that the function table of a release has. */
    static Layout of(int minor) {
      return ReleaseRow.of(LAYOUTS, minor);
    }

    /** Returns the length of a record without its lists, in bytes. */
    int length(int wordSize) {
      return fieldOffset(fieldCount, wordSize);
    }

    private int fieldOffset(int index, int wordSize) {
      return (hasEntryOffset ? 4 : wordSize) + 4 * index;
    }
  }

  private long field(int index) {
    return words.u32(layout.fieldOffset(index, wordSize));
  }

  /** Offset of the function's name. */
  long nameOffset() {
    return field(0);
  }

  /** Bytes of arguments on the stack; negative if it depends on the call. */
  int argumentBytes() {
    return (int) field(1);
  }

  /** Bytes from the entry to the call of deferreturn, or 0. */
  long deferReturn() {
    return field(2);
  }

  /** Offset of the pc-value table of the bytes pushed. */
  long pcsp() {
    return field(3);
  }

  /** Offset of the pc-value table of files. */
  long pcfile() {
    return field(4);
  }

  /** Offset of the pc-value table of lines. */
  long pcln() {
    return field(5);
  }

  long pcdataCount() {
    return field(6);
  }

  /** Index of the compilation unit's first file in the cutab, since Go 1.16. */
  long cuOffset() {
    return field(7);
  }

  /** Flags of the function, since Go 1.17. */
  int flags() {
    return words.u8(layout.length(wordSize) - 3);
  }

  int funcdataCount() {
    return words.u8(layout.length(wordSize) - 1);
  }

  /** Address of the list of pcdata, which the list of funcdata follows. */
  long pcdataAddress() {
    return address + layout.length(wordSize);
  }
}
