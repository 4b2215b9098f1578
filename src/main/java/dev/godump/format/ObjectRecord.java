package dev.godump.format;

import dev.godump.io.ByteReader;
import java.io.IOException;

/**
 * An object record in the reader's buffer. A reader reuses one instance for all records, so that
 * reading millions of objects allocates nothing. Its pointers are read once, in order. Not
 * thread-safe.
 */
public final class ObjectRecord {
  /** What {@link #nextPointer} returns after the last pointer. */
  public static final int NONE = -1;

  private static final int MIN_SKIPPED_LIST = 1000;

  private final ByteReader in;

  private int wordSize;
  private boolean bigEndian;
  private long address;
  private long size;
  private long contents;
  private long present;
  private boolean listEnded;

  /**
   * Offset of the next pointer in a list that is skipped because it has no gaps; else {@link
   * #NONE}.
   */
  private long nextWithoutGaps;

  /** Offset after the last pointer of such a list. */
  private long endWithoutGaps;

  ObjectRecord(ByteReader in) {
    this.in = in;
  }

  /** Sets the size and byte order of words for all following records. */
  void setWordFormat(int size, boolean bigEndianOrder) {
    wordSize = size;
    bigEndian = bigEndianOrder;
  }

  /** Reads up to the list of pointers. */
  void read() throws IOException {
    address = in.uvarint();
    size = in.uvarint();
    contents = in.position();
    present = RecordContents.present(size);
    listEnded = false;
    nextWithoutGaps = NONE;
    in.keepFrom(contents);
    in.skip(present);
  }

  /**
   * Announces the number of pointers before their list is read. If the list has the length and the
   * end of one in which all words from the first on are pointers, skips it: that saves most of the
   * time for an array of millions of pointers.
   */
  public void expectPointers(long pointers) throws IOException {
    long start = in.position();
    long last = (pointers - 1) * wordSize;
    if (pointers < MIN_SKIPPED_LIST || last > present - wordSize) {
      return;
    }
    in.seek(start + FieldList.bytesWithoutGaps(pointers - 1, wordSize));
    if (in.uvarint() == FieldList.POINTER && in.uvarint() == last && in.uvarint() == 0) {
      nextWithoutGaps = 0;
      endWithoutGaps = last + wordSize;
    } else {
      in.seek(start);
    }
  }

  /** Reads the rest of the list of pointers. */
  public void finish() throws IOException {
    while (nextPointer() != NONE) {
      // each step reads one
    }
  }

  /**
   * Returns where the record ends in the file; valid after its list of pointers was read to the
   * end.
   */
  public long end() {
    return in.position();
  }

  /** Returns the start address of the slot. */
  public long address() {
    return address;
  }

  /** Returns the size of the slot in bytes: the size class, or the span for large objects. */
  public long size() {
    return size;
  }

  /** Returns the location of its bytes in the file. */
  public RecordContents contents() {
    return new RecordContents(contents, size, present);
  }

  /**
   * Returns the byte offset of the next pointer field as stated in the file (see {@link #hasWord}),
   * or {@link #NONE} after the last.
   *
   * @throws FormatException if the list is damaged
   */
  public long nextPointer() throws IOException {
    if (nextWithoutGaps != NONE) {
      long offset = nextWithoutGaps;
      nextWithoutGaps += wordSize;
      return offset < endWithoutGaps ? offset : NONE;
    }
    if (listEnded) {
      return NONE;
    }
    long kind = in.uvarint();
    if (kind == FieldList.POINTER) {
      long offset = in.uvarint();
      if (offset < 0) {
        throw new FormatException(in.position(), "a pointer offset of 2^63 bytes or more");
      }
      return offset;
    }
    listEnded = true;
    if (kind != 0) {
      throw new FormatException(in.position() - 1, FieldList.unknownKind(kind));
    }
    return NONE;
  }

  /**
   * As {@link #nextPointer}, but skips fields that are not in the file or do not point into {@code
   * [first, first + count)}.
   */
  public long nextPointerInto(long first, long count) throws IOException {
    if (nextWithoutGaps != NONE) {
      long found =
          in.find(
              contents + nextWithoutGaps,
              contents + endWithoutGaps,
              wordSize,
              bigEndian,
              first,
              count);
      nextWithoutGaps = found == ByteReader.NONE ? endWithoutGaps : found - contents + wordSize;
      return found == ByteReader.NONE ? NONE : found - contents;
    }
    for (long offset = nextPointer(); offset != NONE; offset = nextPointer()) {
      if (hasWord(offset)) {
        long inside = word(offset) - first;
        if (inside >= 0 && inside < count) {
          return offset;
        }
      }
    }
    return NONE;
  }

  /** Whether the file has the word at an offset. */
  public boolean hasWord(long offset) {
    return offset >= 0 && offset <= present - wordSize;
  }

  /** Returns the unsigned word at an offset for which {@link #hasWord} is true. */
  public long word(long offset) throws IOException {
    return in.word(contents + offset, wordSize, bigEndian);
  }
}
