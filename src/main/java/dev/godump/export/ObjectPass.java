package dev.godump.export;

import dev.godump.format.ObjectRecord;
import dev.godump.format.RecordReader;
import dev.godump.format.RecordVisitor;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.io.ByteReader;
import dev.godump.vector.IdSet;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Reads a dump once and visits each object of its graph, with its bytes and pointers, in the order
 * of the file. Every pass over one dump visits the same objects in the same order.
 */
public final class ObjectPass implements RecordVisitor {
  /** Visits one object after another. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param contents valid until this method returns
     */
    void object(int id, Contents contents) throws IOException;
  }

  /** Larger objects are not kept in memory as a whole, in bytes. */
  public static final int MAX_BUFFERED = 1 << 16;

  private final HeapGraph graph;
  private final Visitor visitor;
  private final Contents contents;
  private final IdSet visited;

  private ObjectPass(HeapGraph graph, Visitor visitor) {
    this.graph = graph;
    this.visitor = visitor;
    this.contents = new Contents(graph);
    this.visited = new IdSet(graph.objects().count());
  }

  /**
   * @param progress gets the position in the dump
   */
  public static void over(HeapGraph graph, Visitor visitor, LongConsumer progress)
      throws IOException {
    new RecordReader(graph.source()).read(new ObjectPass(graph, visitor), progress);
  }

  @Override
  public void object(long position, ObjectRecord record) throws IOException {
    int id = graph.objects().find(record.address());
    boolean known =
        id != ObjectTable.NONE
            && !visited.contains(id)
            && graph.objects().address(id) == record.address()
            && graph.objects().size(id) == record.size();
    if (known) {
      // read the pointers first: a damaged record fails before it is visited
      contents.read(record);
      visited.add(id);
      visitor.object(id, contents);
    }
  }

  /** The bytes and pointers of one object. */
  public static final class Contents {
    private static final int NOWHERE = -1;

    private final HeapGraph graph;
    private final int wordSize;
    private final boolean bigEndian;
    private final byte[] bytes = new byte[MAX_BUFFERED];
    private long address;
    private long size;
    private long position;
    private long present;
    private long[] offsets = new long[64];
    private int pointers;
    private long window;
    private int loaded;
    private long loadedFrom = NOWHERE;

    public Contents(HeapGraph graph) {
      this.graph = graph;
      this.wordSize = graph.process().params().pointerSize();
      this.bigEndian = graph.process().params().bigEndian();
    }

    /** Reads the contents of another object. */
    public void read(ObjectRecord record) throws IOException {
      address = record.address();
      size = record.size();
      position = record.contents().position();
      present = Math.min(size, record.contents().present());
      pointers = 0;
      loadedFrom = NOWHERE;
      for (long offset = record.nextPointer();
          offset != ObjectRecord.NONE;
          offset = record.nextPointer()) {
        boolean next = pointers == 0 || offset > offsets[pointers - 1];
        if (record.hasWord(offset) && offset <= size - wordSize && offset % wordSize == 0 && next) {
          add(offset);
        }
      }
      if (size <= MAX_BUFFERED) {
        int n = graph.source().read(position, bytes, 0, (int) present);
        Arrays.fill(bytes, n, (int) size, (byte) 0);
      }
    }

    private void add(long offset) {
      if (pointers == offsets.length) {
        offsets = Arrays.copyOf(offsets, pointers * 2);
      }
      offsets[pointers++] = offset;
    }

    public long address() {
      return address;
    }

    /** Returns the bytes of the slot. */
    public long size() {
      return size;
    }

    /** Returns the bytes that the file has, at most {@link #size}. */
    public long present() {
      return present;
    }

    /** Returns the number of pointer fields. */
    public int pointers() {
      return pointers;
    }

    /** Returns the offset of a pointer field; offsets ascend. */
    public long offset(int pointer) {
      return offsets[pointer];
    }

    /** Returns the object that a pointer field points at, or {@link ObjectTable#NONE}. */
    public int target(int pointer) throws IOException {
      long value = word(offsets[pointer]);
      return value == 0 ? ObjectTable.NONE : graph.objects().find(value);
    }

    /** Returns the bytes of an object of at most {@link #MAX_BUFFERED}; don't change them. */
    public byte[] bytes() {
      return bytes;
    }

    /** Returns the word at an offset, or 0 if the file doesn't have it. */
    public long word(long offset) throws IOException {
      if (size <= MAX_BUFFERED) {
        return ByteReader.word(bytes, (int) offset, wordSize, bigEndian);
      }
      if (offset > present - wordSize) {
        return 0;
      }
      load(offset);
      return ByteReader.word(bytes, (int) (offset - window), wordSize, bigEndian);
    }

    /** Moves the window over a large object to an offset. */
    private void load(long offset) throws IOException {
      if (loadedFrom != position || offset < window || offset + wordSize > window + loaded) {
        window = offset;
        loadedFrom = position;
        loaded = graph.source().read(position + offset, bytes, 0, MAX_BUFFERED);
      }
    }

    /**
     * Copies bytes of the object.
     *
     * @return the number of bytes that the file has
     */
    public int copy(long offset, byte[] into, int length) throws IOException {
      int n = (int) Math.min(length, present - offset);
      return n <= 0 ? 0 : graph.source().read(position + offset, into, 0, n);
    }
  }
}
