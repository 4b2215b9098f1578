package dev.godump.analysis;

import dev.godump.format.ObjectRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The pointer fields of one object, read again from the file. An array can have millions: only the
 * first {@value #MAX_IN_MEMORY} stay in memory, and an iterator reads the others from the file. Not
 * thread-safe.
 */
public final class PointerFields implements Iterable<PointerFields.Pointer> {
  private static final int MAX_IN_MEMORY = 1000;

  /** Stands for any target. */
  private static final int ANY = ObjectTable.NONE;

  private final HeapGraph graph;
  private final int from;
  private final int to;
  private final List<Pointer> firstOfPair = new ArrayList<>();
  private final long count;
  private final long nilCount;

  /**
   * A pointer field.
   *
   * @param offset bytes from the start of the object
   * @param address it points to, 0 for nil
   * @param target id of the object it points into, or {@link ObjectTable#NONE}
   */
  public record Pointer(long offset, long address, int target) {}

  private PointerFields(HeapGraph graph, int from, int to) throws IOException {
    this.graph = graph;
    this.from = from;
    this.to = to;
    PointerReader reader = new PointerReader(graph, graph.record(from), from, to);
    long counted = 0;
    long countedNil = 0;
    for (; reader.next(); counted++) {
      countedNil += reader.address == 0 ? 1 : 0;
      if (counted < MAX_IN_MEMORY) {
        firstOfPair.add(reader.pointer());
      }
    }
    this.count = counted;
    this.nilCount = countedNil;
  }

  /** Returns all pointer fields of an object, nil ones included. */
  public static PointerFields of(HeapGraph graph, int object) throws IOException {
    return new PointerFields(graph, object, ANY);
  }

  /** Returns the pointer fields of one object that point at another. */
  public static PointerFields ofPair(HeapGraph graph, int from, int to) throws IOException {
    return new PointerFields(graph, from, to);
  }

  /** Returns the first pointer of one object to another; there must be one. */
  public static Pointer firstOfPair(HeapGraph graph, int from, int to) throws IOException {
    PointerReader reader = new PointerReader(graph, graph.record(from), from, to);
    if (!reader.next()) {
      throw new IllegalArgumentException("object " + from + " doesn't point at " + to);
    }
    return reader.pointer();
  }

  /** Returns the number of pointer fields. */
  public long count() {
    return count;
  }

  /** Returns the number of nil pointers. */
  public long nilCount() {
    return nilCount;
  }

  /** Returns the pointers by offset. */
  public Stream<Pointer> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  /** Iterates by offset; throws {@link UncheckedIOException} if the file can't be read. */
  @Override
  public Iterator<Pointer> iterator() {
    if (count <= firstOfPair.size()) {
      return List.copyOf(firstOfPair).iterator();
    }
    try {
      return new PointerIterator(new PointerReader(graph, graph.ownRecord(from), from, to), count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return firstOfPair
        + (count > firstOfPair.size() ? " and " + (count - firstOfPair.size()) + " more" : "");
  }

  private static final class PointerIterator implements Iterator<Pointer> {
    private final PointerReader reader;
    private long remaining;

    PointerIterator(PointerReader reader, long count) {
      this.reader = reader;
      this.remaining = count;
    }

    @Override
    public boolean hasNext() {
      return remaining > 0;
    }

    @Override
    public Pointer next() {
      try {
        if (remaining-- <= 0 || !reader.next()) {
          throw new NoSuchElementException();
        }
        return reader.pointer();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Reads the pointers of a record one after another. */
  private static final class PointerReader {
    private final HeapGraph graph;
    private final ObjectRecord record;
    private final int to;
    private final long start;
    private final long size;
    private long offset;
    private long address;

    PointerReader(HeapGraph graph, ObjectRecord record, int from, int to) throws IOException {
      record.expectPointers(graph.shapes().get(graph.shapeIndex(from)).pointers());
      this.graph = graph;
      this.record = record;
      this.to = to;
      this.start = to == ANY ? 0 : graph.objects().address(to);
      this.size = to == ANY ? 0 : graph.objects().size(to);
    }

    /** Advances to the next pointer, to {@code to} if that is set; false at the end. */
    boolean next() throws IOException {
      do {
        offset = to == ANY ? record.nextPointer() : record.nextPointerInto(start, size);
      } while (offset != ObjectRecord.NONE && !record.hasWord(offset));
      address = offset == ObjectRecord.NONE ? 0 : record.word(offset);
      return offset != ObjectRecord.NONE;
    }

    Pointer pointer() {
      int target = to != ANY ? to : address == 0 ? ObjectTable.NONE : graph.objects().find(address);
      return new Pointer(offset, address, target);
    }
  }
}
