package dev.godump.analysis.waste;

import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Shape;
import dev.godump.types.inference.TypedPointers;
import dev.godump.types.inference.TypedPointers.Kind;
import dev.godump.vector.IntVector;
import dev.godump.vector.Storage;
import dev.godump.vector.WideColumn;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of each object that typed pointers reach: strings, slices and single values in it. Takes
 * 25 bytes per object, or more if there are more than 256 shapes.
 */
final class ObjectUses {
  /** The first location of an object that no typed pointer reaches. */
  static final int NONE = -1;

  static final int STRING = 1;
  static final int BYTES = 2;
  static final int SLICE = 4;
  static final int SINGLE = 8;

  /** A pointer reaches all of it, or an unknown part. */
  static final int WHOLE = 16;

  /** Bytes of a block that smaller values without pointers share (runtime/malloc.go). */
  static final int TINY = 16;

  private final HeapGraph graph;

  /** 1 + index of the first location that points here; 0 if there is none. */
  private static final int FIRST_LOCATION = 0;

  private static final int REFERENCES = 1;

  /** First byte that is reached; for a tiny block, one bit per offset where a value starts. */
  private static final int FROM = 2;

  /** End of the bytes that are reached; for a tiny block, one bit per last byte of a value. */
  private static final int TO = 3;

  /** End of the bytes within the length of a string or slice. */
  private static final int USED = 4;

  /** The kinds of pointers. */
  private static final int USES = 5;

  private static final int COLUMNS = 6;

  /** All columns of an object are side by side: targets of pointers are in no order. */
  private final IntVector columns;

  /** The graph's shapes: those of an index are slow to look up in the order of pointers. */
  private final WideColumn shapeByObject;

  private final long[] sizeByShape;

  /** By shape, whether an object may be a block that several values share. */
  private final boolean[] tiny;

  private ObjectUses(HeapGraph graph) {
    List<Shape> shapes = graph.shapes();
    sizeByShape = new long[shapes.size()];
    tiny = new boolean[sizeByShape.length];
    for (int i = 0; i < sizeByShape.length; i++) {
      sizeByShape[i] = shapes.get(i).size();
      tiny[i] = sizeByShape[i] == TINY && shapes.get(i).pointers() == 0;
    }
    int count = graph.objects().count();
    this.graph = graph;
    columns = Storage.HEAP.ints((long) COLUMNS * count);
    shapeByObject = new WideColumn(Storage.HEAP, 0);
    for (int id = 0; id < count; id++) {
      shapeByObject.add(graph.shapeIndex(id));
    }
  }

  /** Follows all typed pointers. */
  static ObjectUses of(HeapGraph graph, TypedPointers pointers) throws IOException {
    ObjectUses uses = new ObjectUses(graph);
    PointerBatch batch = new PointerBatch(uses::add, uses::fetch);
    pointers.forEach(batch);
    batch.finish();
    return uses;
  }

  /** Follows only strings and byte slices, which is faster. */
  static ObjectUses ofText(HeapGraph graph, TypedPointers pointers) throws IOException {
    ObjectUses uses = new ObjectUses(graph);
    PointerBatch batch = new PointerBatch(uses::add, uses::fetch);
    pointers.forEachText(batch);
    batch.finish();
    return uses;
  }

  /** Whether a type is the element of strings and byte slices. */
  static boolean isByte(@Nullable GoType elem) {
    return elem != null && elem.kind() == GoType.Kind.UINT8;
  }

  /** Reads what {@link #add} needs for an address. */
  private long fetch(long address) {
    long found = graph.objects().locate(address);
    if (found == ObjectTable.NONE) {
      return 0;
    }
    int id = ObjectTable.idOf(found);
    return (long) column(id, FIRST_LOCATION) + shapeByObject.get(id);
  }

  private void add(
      int location, Kind kind, @Nullable GoType elem, long address, long length, long capacity) {
    long found = graph.objects().locate(address);
    if (found == ObjectTable.NONE) {
      return;
    }
    int id = ObjectTable.idOf(found);
    long start = ObjectTable.offsetOf(found);
    long row = (long) COLUMNS * id;
    columns.set(row + REFERENCES, columns.get(row + REFERENCES) + 1);
    if (columns.get(row + FIRST_LOCATION) == 0) {
      columns.set(row + FIRST_LOCATION, location + 1);
    }
    long size = elem == null ? 0 : elem.size();
    long bytesBehind = sizeByShape[shapeByObject.get(id)] - start;
    boolean whole = kind == Kind.WHOLE || bytesBehind > Integer.MAX_VALUE - start;
    if (whole || size <= 0 || length < 0 || capacity < length || capacity > bytesBehind / size) {
      columns.set(row + USES, columns.get(row + USES) | WHOLE);
      return;
    }
    int use =
        switch (kind) {
          case STRING -> STRING;
          case SLICE -> isByte(elem) ? BYTES : SLICE;
          default -> SINGLE;
        };
    columns.set(row + USES, columns.get(row + USES) | use);
    if (capacity > 0) {
      int end = (int) (start + capacity * size);
      reach(id, (int) start, kind == Kind.POINTER ? 0 : (int) (start + length * size), end);
    }
  }

  private void reach(int id, int start, int lengthEnd, int end) {
    long row = (long) COLUMNS * id;
    int from = columns.get(row + FROM);
    int to = columns.get(row + TO);
    if (!isTiny(id)) {
      columns.set(row + FROM, to == 0 ? start : Math.min(from, start));
      columns.set(row + TO, Math.max(to, end));
      columns.set(row + USED, Math.max(columns.get(row + USED), lengthEnd));
    } else if (lengthEnd > start) {
      columns.set(row + FROM, from | 1 << start);
      columns.set(row + TO, to | 1 << (lengthEnd - 1));
    }
  }

  private int column(int id, int column) {
    return columns.get((long) COLUMNS * id + column);
  }

  /** Whether an object may be a block that several values share. */
  boolean isTiny(int id) {
    return tiny[shapeByObject.get(id)];
  }

  /** Returns the index of the first location that points at an object, or {@link #NONE}. */
  int firstLocation(int id) {
    return column(id, FIRST_LOCATION) - 1;
  }

  /** Returns the number of typed pointers into an object. */
  int references(int id) {
    return column(id, REFERENCES);
  }

  /** Whether one of these kinds of pointers points into an object. */
  boolean hasUse(int id, int kind) {
    return (column(id, USES) & kind) != 0;
  }

  /** Whether these kinds of pointers, and no others, point into an object. */
  boolean hasOnlyUses(int id, int kind) {
    int uses = column(id, USES);
    return uses != 0 && (uses & ~kind) == 0;
  }

  /**
   * Returns the offset of the first byte that strings, slices and pointers reach; not for tiny
   * blocks.
   */
  int from(int id) {
    return column(id, FROM);
  }

  /**
   * Returns the offset after the last byte that they reach, capacities included; 0 if they reach
   * none. Not for tiny blocks.
   */
  int to(int id) {
    return column(id, TO);
  }

  /** As {@link #to}, but for the lengths of strings and slices only. */
  int used(int id) {
    return column(id, USED);
  }

  /** Receives the parts of a tiny block. */
  @FunctionalInterface
  interface TinyPartVisitor {
    void at(int start, int end) throws IOException;
  }

  /**
   * Visits the strings and slices in a tiny block, each from a start to the last end before the
   * next start. A start without such an end is inside the previous value.
   */
  void tinyParts(int id, TinyPartVisitor visitor) throws IOException {
    tinyParts(from(id), to(id), visitor);
  }

  /**
   * As {@link #tinyParts(int, Part)}.
   *
   * @param firsts one bit per offset where a value starts
   * @param lasts one bit per last byte of a value
   */
  static void tinyParts(int firsts, int lasts, TinyPartVisitor visitor) throws IOException {
    int starts = firsts;
    while (starts != 0) {
      int start = Integer.numberOfTrailingZeros(starts);
      int later = starts & starts - 1;
      int end = 0;
      while (end == 0) {
        int limit = later == 0 ? TINY : Integer.numberOfTrailingZeros(later);
        int ends = lasts & (1 << limit) - 1 & -1 << start;
        end = ends == 0 ? 0 : 32 - Integer.numberOfLeadingZeros(ends);
        if (end == 0 && later == 0) {
          return;
        }
        later = end == 0 ? later & later - 1 : later;
      }
      visitor.at(start, end);
      starts = later;
    }
  }
}
