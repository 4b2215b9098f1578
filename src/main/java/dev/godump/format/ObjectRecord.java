package dev.godump.format;

import dev.godump.io.ByteReader;
import java.io.IOException;

/**
 * An object record, as it lies in the reader's buffer. There is one of these per reader, reused for
 * every record: reading millions of objects allocates nothing. Its pointers are read once, in
 * order.
 */
public final class ObjectRecord {
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
   * The offset of the next pointer in a list that isn't read because it is known to have no gaps;
   * else -1.
   */
  private long nextWithoutGaps;

  /** The offset behind the last pointer of such a list. */
  private long endWithoutGaps;

  ObjectRecord(ByteReader in) {
    this.in = in;
  }

  /** How words of all records to come are stored. */
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
    nextWithoutGaps = -1;
    in.keepFrom(contents);
    in.skip(present);
  }

  /**
   * Says how many pointers there are, before the list of them is read. If it ends where and as it
   * must when all words from the first on are pointers, it isn't read at all, which takes an array
   * of millions most of the time.
   */
  public void expectPointers(long pointers) throws IOException {
    long start = in.position();
    long last = (pointers - 1) * wordSize;
    if (pointers < MIN_SKIPPED_LIST || last > present - wordSize) {
      return;
    }
    in.seek(start + FieldList.bytesWithoutGaps(pointers - 1, wordSize));
    if (in.uvarint() == 1 && in.uvarint() == last && in.uvarint() == 0) {
      nextWithoutGaps = 0;
      endWithoutGaps = last + wordSize;
    } else {
      in.seek(start);
    }
  }

  /** Reads what is left of the list of pointers. */
  public void finish() throws IOException {
    while (nextPointer() >= 0) {
      // each step reads one
    }
  }

  /** Where the record ends in the file, once its list of pointers has been read to the end. */
  public long end() {
    return in.position();
  }

  /** Start of the slot. */
  public long address() {
    return address;
  }

  /** Bytes of the slot: its size class, or the span for large objects. */
  public long size() {
    return size;
  }

  /** Where its bytes lie in the file. */
  public RecordContents contents() {
    return new RecordContents(contents, size, present);
  }

  /**
   * The offset of the next pointer field in bytes, or -1 after the last. What the file states is
   * returned as it is: see {@link #hasWord}.
   *
   * @throws FormatException if the list is damaged
   */
  public long nextPointer() throws IOException {
    if (nextWithoutGaps >= 0) {
      long offset = nextWithoutGaps;
      nextWithoutGaps += wordSize;
      return offset < endWithoutGaps ? offset : -1;
    }
    if (listEnded) {
      return -1;
    }
    long kind = in.uvarint();
    if (kind == 1) {
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
    return -1;
  }

  /**
   * As {@link #nextPointer}, but only of fields that the file has and that hold one of {@code
   * count} addresses from {@code first} on.
   */
  public long nextPointerInto(long first, long count) throws IOException {
    if (nextWithoutGaps >= 0) {
      long found =
          in.find(
              contents + nextWithoutGaps,
              contents + endWithoutGaps,
              wordSize,
              bigEndian,
              first,
              count);
      nextWithoutGaps = found < 0 ? endWithoutGaps : found - contents + wordSize;
      return found < 0 ? -1 : found - contents;
    }
    for (long offset = nextPointer(); offset >= 0; offset = nextPointer()) {
      if (hasWord(offset)) {
        long inside = word(offset) - first;
        if (inside >= 0 && inside < count) {
          return offset;
        }
      }
    }
    return -1;
  }

  /** Whether the file has the word at an offset. */
  public boolean hasWord(long offset) {
    return offset >= 0 && offset <= present - wordSize;
  }

  /** The word at an offset for which {@link #hasWord} is true, unsigned. */
  public long word(long offset) throws IOException {
    return in.word(contents + offset, wordSize, bigEndian);
  }
}
