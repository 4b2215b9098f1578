package dev.godump.analysis;

import dev.godump.format.ObjectRecord;
import dev.godump.graph.HeapGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The pointer fields of a single object, with offsets: read from the file again. An array can have
 * millions, so of many only the first stay in memory, and those behind them are read whenever they
 * are gone through.
 */
public final class PointerFields implements Iterable<PointerFields.Pointer> {
  private static final int MAX_IN_MEMORY = 1000;

  /** Instead of an object: any. */
  private static final int ANY = -1;

  private final HeapGraph graph;
  private final int from;
  private final int to;
  private final List<Pointer> firstOfPair = new ArrayList<>();
  private final long count;
  private final long nilCount;

  /**
   * A pointer field.
   *
   * @param offset in the object, in bytes
   * @param value the address it holds, 0 for nil
   * @param target the object it points into, or -1
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

  /** All pointer fields of an object, nil ones included. */
  public static PointerFields of(HeapGraph graph, int object) throws IOException {
    return new PointerFields(graph, object, ANY);
  }

  /** Those fields of an object that lead to another. */
  public static PointerFields ofPair(HeapGraph graph, int from, int to) throws IOException {
    return new PointerFields(graph, from, to);
  }

  /** The first field of an object that leads to another, of which there must be one. */
  static Pointer firstOfPair(HeapGraph graph, int from, int to) throws IOException {
    PointerReader reader = new PointerReader(graph, graph.record(from), from, to);
    if (!reader.next()) {
      throw new IllegalArgumentException("object " + from + " doesn't point at " + to);
    }
    return reader.pointer();
  }

  /** How many there are. */
  public long count() {
    return count;
  }

  /** How many of them are nil. */
  public long nilCount() {
    return nilCount;
  }

  /** In the order of their offsets. */
  public Stream<Pointer> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  /** In the order of their offsets; throws {@link UncheckedIOException} where reading fails. */
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

  /** Goes from field to field of a record. */
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

    /** Goes to the next field that is wanted, if there is one. */
    boolean next() throws IOException {
      do {
        offset = to == ANY ? record.nextPointer() : record.nextPointerInto(start, size);
      } while (offset >= 0 && !record.hasWord(offset));
      address = offset < 0 ? 0 : record.word(offset);
      return offset >= 0;
    }

    Pointer pointer() {
      int target = to != ANY ? to : address == 0 ? -1 : graph.objects().find(address);
      return new Pointer(offset, address, target);
    }
  }
}
