package dev.godump.format;

import dev.godump.io.ByteReader;
import dev.godump.io.EndOfBytesException;
import dev.godump.io.MalformedVarintException;
import dev.godump.io.Source;
import java.io.IOException;

/**
 * Finds a position in the middle of a dump where an object record seems to start, without reading
 * what is before it. Bytes of objects can look like records, so a position is a guess until the
 * records before it have been read and the last of them ends there.
 */
public final class ObjectRecordSearch {
  /** What {@link #find} returns if it finds nothing. */
  public static final int NONE = -1;

  /** Records in a row that must look like those of objects. */
  private static final int ENOUGH = 32;

  private static final int BUFFER = 1 << 16;

  /** Bytes to read, again and again, before a search gives up. */
  private static final long MOST_READ = 1L << 28;

  private final ByteReader in;
  private final long end;
  private final long pageSize;
  private long address;
  private long size;
  private long read;

  /**
   * @param pageSize bytes of a page of the heap, a power of two
   */
  public ObjectRecordSearch(Source source, long pageSize) throws IOException {
    this.in = new ByteReader(source, BUFFER);
    this.end = source.size();
    this.pageSize = pageSize;
  }

  /**
   * Returns the first position of a range where an object record seems to start, the first of its
   * page or its size; or {@link #NONE}, also if the search took too long.
   */
  public long find(long from, long to) throws IOException {
    long last = Math.min(to, end);
    read = 0;
    for (long start = from; start < last && read < MOST_READ; start++) {
      if (seemRecords(start)) {
        return nextPage(start, last);
      }
    }
    return NONE;
  }

  private boolean seemRecords(long start) throws IOException {
    in.seek(start);
    for (int i = 0; i < ENOUGH; i++) {
      if (!seemsRecord()) {
        return false;
      }
    }
    return true;
  }

  private long nextPage(long start, long to) throws IOException {
    in.seek(start);
    seemsRecord();
    while (in.position() < to) {
      long position = in.position();
      long previousPage = address & -pageSize;
      long previousSize = size;
      if (!seemsRecord()) {
        return NONE;
      }
      if ((address & -pageSize) != previousPage || size != previousSize) {
        return position;
      }
    }
    return NONE;
  }

  /** Reads what may be an object record; returns whether it can be one. */
  private boolean seemsRecord() throws IOException {
    try {
      if (in.uvarint() != RecordKind.OBJECT.tag()) {
        return false;
      }
      address = in.uvarint();
      size = in.uvarint();
      if (address == 0 || ((address | size) & 7) != 0 || size <= 0 || size > end - in.position()) {
        return false;
      }
      long present = RecordContents.present(size);
      in.skip(present);
      read += Math.min(present, BUFFER);
      return seemsFieldList();
    } catch (EndOfBytesException | MalformedVarintException e) {
      return false;
    }
  }

  private boolean seemsFieldList() throws IOException {
    long next = 0;
    long kind = in.uvarint();
    while (kind == FieldList.POINTER) {
      long offset = in.uvarint();
      if (offset < next || offset >= size) {
        return false;
      }
      next = offset + 1;
      read += 2;
      kind = in.uvarint();
    }
    return kind == 0;
  }
}
