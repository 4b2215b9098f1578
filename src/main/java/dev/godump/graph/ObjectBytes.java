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
 * Reads the bytes of many objects, one after another, faster than {@link HeapGraph#record}: it
 * computes where a record starts, since objects of one shape have records of one length, and
 * searches only where that fails (slots without an object have records, too). Not thread-safe.
 */
public final class ObjectBytes {
  /** Most bytes of a record before the contents: its tag and two varints. */
  private static final int MAX_HEAD = 21;

  /** Bytes read in one go; words of larger objects are read one by one. */
  private static final int BUFFER = 1 << 15;

  private final HeapGraph graph;
  private final ObjectTable objects;
  private final Source source;
  private final ObjectLookup lookup;
  private final int wordSize;
  private final boolean bigEndian;

  /** Bytes of a record without its address and contents by shape, or 0 if not measured yet. */
  private final int[] lengthByShape;

  private final byte[] buffer = new byte[MAX_HEAD + BUFFER];
  private final ByteReader far;
  private int start;
  private int limit;
  private long position;

  /** The run of the open object; the next object is mostly in the same run. */
  private int run;

  private long size;

  /** Bytes of the open object in the file. */
  private long present;

  /**
   * The open object and where its record should start. The search for the next object's record
   * starts there.
   */
  private int lastId = ObjectTable.NONE;

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

  /** Opens an object: the methods below read from it until the next one is opened. */
  public void open(int id) throws IOException {
    if (id < objects.firstId(run) || id >= objects.firstId(run + 1)) {
      run = objects.runOf(id);
    }
    long address = objects.address(id, run);
    size = objects.slotSize(run);
    present = RecordContents.present(size);
    long record = recordPosition(id, address);
    limit = source.read(record, buffer, 0, (int) Math.min(MAX_HEAD + present, buffer.length));
    start = headLength(address);
    if (start > 0) {
      position = record + start;
    } else {
      RecordContents contents = lookup.find(objects.positionBefore(id), address).contents();
      position = contents.position();
      limit = source.read(position, buffer, 0, (int) Math.min(present, buffer.length));
      start = 0;
    }
  }

  /** Returns where a record starts, assuming that only records of objects of its run precede it. */
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
      at += length(before) + addressLength + present;
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

  /** Returns the length of the record's head in the buffer, or 0 if it is not this object's. */
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

  /** Whether the open object has a word at an offset. */
  public boolean hasWord(long offset) {
    return offset >= 0 && offset <= size - wordSize;
  }

  /**
   * Returns the unsigned word at an offset; 0 if the file doesn't have it.
   *
   * @param offset for which {@link #hasWord} is true
   */
  public long word(long offset) throws IOException {
    return number(offset, wordSize);
  }

  /** Returns the unsigned number of 1, 2, 4 or 8 bytes at an offset of the open object. */
  public long number(long offset, int length) throws IOException {
    if (offset > present - length) {
      return 0;
    }
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

  /** Returns the size of the open object's slot in bytes. */
  public long size() {
    return size;
  }

  /**
   * Copies bytes of the open object.
   *
   * @return the number of bytes that the file has, at most {@code length}
   */
  public int read(long offset, byte[] into, int length) throws IOException {
    int requested = (int) Math.min(length, present - offset);
    long at = start + offset;
    if (requested > 0 && at + requested <= limit) {
      System.arraycopy(buffer, (int) at, into, 0, requested);
      return requested;
    }
    return requested <= 0 ? 0 : source.read(position + offset, into, 0, requested);
  }

  /**
   * Returns the first bytes of the open object, at most {@code length}, as they are in the file.
   */
  public byte[] bytes(int length) throws IOException {
    byte[] all = new byte[(int) Math.min(length, present)];
    int n = source.read(position, all, 0, all.length);
    return n == all.length ? all : Arrays.copyOf(all, n);
  }
}
