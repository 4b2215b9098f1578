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
public final class PointerFields implements Iterable<PointerFields.Field> {
  private static final int KEPT = 1000;

  /** Instead of an object: any. */
  private static final int ANY = -1;

  private final HeapGraph graph;
  private final int from;
  private final int to;
  private final List<Field> first = new ArrayList<>();
  private final long count;
  private final long nil;

  /**
   * A pointer field.
   *
   * @param offset in the object, in bytes
   * @param value the address it holds, 0 for nil
   * @param target the object it points into, or -1
   */
  public record Field(long offset, long value, int target) {}

  private PointerFields(HeapGraph graph, int from, int to) throws IOException {
    this.graph = graph;
    this.from = from;
    this.to = to;
    Walk walk = new Walk(graph, graph.record(from), from, to);
    long counted = 0;
    long countedNil = 0;
    for (; walk.next(); counted++) {
      countedNil += walk.value == 0 ? 1 : 0;
      if (counted < KEPT) {
        first.add(walk.field());
      }
    }
    this.count = counted;
    this.nil = countedNil;
  }

  /** All pointer fields of an object, nil ones included. */
  public static PointerFields of(HeapGraph graph, int object) throws IOException {
    return new PointerFields(graph, object, ANY);
  }

  /** Those fields of an object that lead to another. */
  public static PointerFields between(HeapGraph graph, int from, int to) throws IOException {
    return new PointerFields(graph, from, to);
  }

  /** The first field of an object that leads to another, of which there must be one. */
  static Field first(HeapGraph graph, int from, int to) throws IOException {
    Walk walk = new Walk(graph, graph.record(from), from, to);
    if (!walk.next()) {
      throw new IllegalArgumentException("object " + from + " doesn't point at " + to);
    }
    return walk.field();
  }

  /** How many there are. */
  public long count() {
    return count;
  }

  /** How many of them are nil. */
  public long nil() {
    return nil;
  }

  /** In the order of their offsets. */
  public Stream<Field> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  /** In the order of their offsets; throws {@link UncheckedIOException} where reading fails. */
  @Override
  public Iterator<Field> iterator() {
    if (count <= first.size()) {
      return List.copyOf(first).iterator();
    }
    try {
      return new Fields(new Walk(graph, graph.ownRecord(from), from, to), count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return first + (count > first.size() ? " and " + (count - first.size()) + " more" : "");
  }

  private static final class Fields implements Iterator<Field> {
    private final Walk walk;
    private long left;

    Fields(Walk walk, long count) {
      this.walk = walk;
      this.left = count;
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Field next() {
      try {
        if (left-- <= 0 || !walk.next()) {
          throw new NoSuchElementException();
        }
        return walk.field();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Goes from field to field of a record. */
  private static final class Walk {
    private final HeapGraph graph;
    private final ObjectRecord record;
    private final int to;
    private final long start;
    private final long size;
    private long offset;
    private long value;

    Walk(HeapGraph graph, ObjectRecord record, int from, int to) throws IOException {
      record.expect(graph.shapes().get(graph.shape(from)).pointers());
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
      } while (offset >= 0 && !record.holds(offset));
      value = offset < 0 ? 0 : record.word(offset);
      return offset >= 0;
    }

    Field field() {
      int target = to != ANY ? to : value == 0 ? -1 : graph.objects().find(value);
      return new Field(offset, value, target);
    }
  }
}
