package dev.godump.graph;

import dev.godump.format.DumpRecord;
import dev.godump.format.ObjectLookup;
import dev.godump.format.ObjectRecord;
import dev.godump.format.RecordContents;
import dev.godump.io.ByteReader;
import dev.godump.io.Source;
import java.io.IOException;
import java.util.Arrays;

/**
 * The bytes of many objects, one after another, faster than by {@link HeapGraph#record}: records
 * are not walked, since objects of one shape have records of one length. Where that leads elsewhere
 * (slots that hold no object have records, too) the record is looked for. Not for use by several
 * threads.
 */
public final class ObjectBytes {
  /** Bytes of a record before the contents: its tag and two varints. */
  private static final int MAX_HEAD = 21;

  /** Bytes that are read at once; of larger objects, words are read as they are asked for. */
  private static final int BUFFER = 1 << 15;

  private final HeapGraph graph;
  private final ObjectTable objects;
  private final Source source;
  private final ObjectLookup lookup;
  private final int wordSize;
  private final boolean bigEndian;

  /** By shape: bytes of a record without its address and contents, or 0 where not known yet. */
  private final int[] lengthByShape;

  private final byte[] buffer = new byte[MAX_HEAD + BUFFER];
  private final ByteReader far;
  private int start;
  private int limit;
  private long position;

  /** The run of the object that was opened last; the next one is mostly of the same. */
  private int run;

  private long size;

  /**
   * The object that was opened last, and where its record should be: the way to the next begins
   * there.
   */
  private int lastId = -1;

  private long lastRecord;

  public ObjectBytes(HeapGraph graph) {
    DumpRecord.Params params = graph.process().params();
    this.graph = graph;
    this.objects = graph.objects();
    this.source = graph.source();
    this.lookup = new ObjectLookup(source, params);
    this.wordSize = params.pointerSize();
    this.bigEndian = params.bigEndian();
    this.lengthByShape = new int[graph.shapes().size()];
    this.far = new ByteReader(source, 1 << 16);
  }

  /** Goes to an object. */
  public void open(int id) throws IOException {
    if (id < objects.firstId(run) || id >= objects.firstId(run + 1)) {
      run = objects.runOf(id);
    }
    long address = objects.address(id, run);
    size = objects.slotSize(run);
    long record = recordPosition(id, address);
    limit = source.read(record, buffer, 0, (int) Math.min(MAX_HEAD + size, buffer.length));
    start = headLength(address);
    if (start > 0) {
      position = record + start;
    } else {
      RecordContents contents = lookup.find(objects.positionBefore(id), address).contents();
      position = contents.position();
      limit = source.read(position, buffer, 0, (int) Math.min(size, buffer.length));
      start = 0;
    }
  }

  /** Where the record should be, if nothing but records of this run's objects lies before it. */
  private long recordPosition(int id, long address) throws IOException {
    int before = objects.idBefore(id, run);
    long at;
    if (lastId >= before && lastId <= id) {
      before = lastId;
      at = lastRecord;
    } else {
      at = objects.positionBefore(id, run);
    }
    int addressLength = varintLength(address);
    for (; before < id; before++) {
      at += length(before) + addressLength + size;
    }
    lastId = id;
    lastRecord = at;
    return at;
  }

  private int length(int id) throws IOException {
    int shape = graph.shapeIndex(id);
    if (lengthByShape[shape] == 0) {
      lengthByShape[shape] = Math.max(1, measure(id, graph.shapes().get(shape)));
    }
    return lengthByShape[shape];
  }

  private int measure(int id, Shape shape) throws IOException {
    int length = 1 + varintLength(shape.size()) + 1;
    if (shape.pointers() <= shape.offsets().length) {
      for (long offset : shape.offsets()) {
        length += 1 + varintLength(offset);
      }
      return length;
    }
    ObjectRecord record = lookup.find(objects.positionBefore(id), objects.address(id));
    record.finish();
    RecordContents contents = record.contents();
    long list = record.end() - contents.position() - contents.present();
    return (int) Math.min(Integer.MAX_VALUE, 1 + varintLength(shape.size()) + list);
  }

  private static int varintLength(long value) {
    return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }

  /** Bytes of the record's head in the buffer, or 0 if it isn't this object's. */
  private int headLength(long address) {
    if (limit < 3 || buffer[0] != 1) {
      return 0;
    }
    int at = 1;
    long value = 0;
    for (int shift = 0; at < limit && shift < 70; shift += 7) {
      byte b = buffer[at++];
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        break;
      }
    }
    if (value != address) {
      return 0;
    }
    while (at < limit && buffer[at] < 0) {
      at++;
    }
    return at + 1 <= limit ? at + 1 : 0;
  }

  /** Whether the file has the word at an offset of the object that was opened last. */
  public boolean hasWord(long offset) {
    return offset >= 0 && offset <= size - wordSize;
  }

  /**
   * The word at an offset, unsigned; 0 where the file ends before it.
   *
   * @param offset for which {@link #hasWord} is true
   */
  public long word(long offset) throws IOException {
    return number(offset, wordSize);
  }

  /** An unsigned number of 1, 2, 4 or 8 bytes at an offset inside the object. */
  public long number(long offset, int length) throws IOException {
    long at = start + offset;
    if (at + length <= limit) {
      return length >= 4
          ? ByteReader.word(buffer, (int) at, length, bigEndian)
          : small(buffer, (int) at, length);
    }
    if (length < 4) {
      byte[] few = new byte[length];
      source.read(position + offset, few, 0, length);
      return small(few, 0, length);
    }
    return position + offset + length <= source.size()
        ? far.word(position + offset, length, bigEndian)
        : 0;
  }

  private long small(byte[] bytes, int at, int length) {
    if (length == 1) {
      return bytes[at] & 0xff;
    }
    int first = bytes[at] & 0xff;
    int second = bytes[at + 1] & 0xff;
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  /** Bytes of the slot. */
  public long size() {
    return size;
  }

  /**
   * Copies bytes of the object.
   *
   * @return how many of them the file has, at most {@code length}
   */
  public int read(long offset, byte[] into, int length) throws IOException {
    int requested = (int) Math.min(length, size - offset);
    long at = start + offset;
    if (requested > 0 && at + requested <= limit) {
      System.arraycopy(buffer, (int) at, into, 0, requested);
      return requested;
    }
    return requested <= 0 ? 0 : source.read(position + offset, into, 0, requested);
  }

  /** The first bytes of the object, at most {@code length}, as they are in the file. */
  public byte[] bytes(int length) throws IOException {
    byte[] all = new byte[(int) Math.min(length, size)];
    int n = source.read(position, all, 0, all.length);
    return n == all.length ? all : Arrays.copyOf(all, n);
  }
}
