package dev.godump.analysis;

import dev.godump.format.ObjectRecord;
import dev.godump.graph.HeapGraph;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The pointer fields of single objects, with offsets: read from the file again. */
public final class PointerFields {
  private PointerFields() {}

  /**
   * A pointer field.
   *
   * @param offset in the object, in bytes
   * @param value the address it holds, 0 for nil
   * @param target the object it points into, or -1
   */
  public record Field(long offset, long value, int target) {}

  /** All pointer fields of an object, nil ones included. */
  public static List<Field> of(HeapGraph graph, int object) throws IOException {
    List<Field> fields = new ArrayList<>();
    ObjectRecord record = graph.record(object);
    for (long offset = record.nextPointer(); offset >= 0; offset = record.nextPointer()) {
      if (record.holds(offset)) {
        long value = record.word(offset);
        fields.add(new Field(offset, value, value == 0 ? -1 : graph.objects().find(value)));
      }
    }
    return fields;
  }

  /** Those fields of an object that lead to another. */
  public static List<Field> between(HeapGraph graph, int from, int to) throws IOException {
    List<Field> fields = new ArrayList<>();
    ObjectRecord record = graph.record(from);
    for (Field field = next(graph, record, to); field != null; field = next(graph, record, to)) {
      fields.add(field);
    }
    return fields;
  }

  /** The first field of an object that leads to another, of which there must be one. */
  static Field first(HeapGraph graph, int from, int to) throws IOException {
    Field field = next(graph, graph.record(from), to);
    if (field == null) {
      throw new IllegalArgumentException("object " + from + " doesn't point at " + to);
    }
    return field;
  }

  private static Field next(HeapGraph graph, ObjectRecord record, int to) throws IOException {
    long start = graph.objects().address(to);
    long size = graph.objects().size(to);
    for (long offset = record.nextPointer(); offset >= 0; offset = record.nextPointer()) {
      if (record.holds(offset)) {
        long value = record.word(offset);
        if (value - start >= 0 && value - start < size) {
          return new Field(offset, value, to);
        }
      }
    }
    return null;
  }
}
