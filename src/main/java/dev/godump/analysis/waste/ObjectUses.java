package dev.godump.analysis.waste;

import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Shape;
import dev.godump.types.inference.TypedPointers;
import dev.godump.types.inference.TypedPointers.Kind;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of each object that typed pointers reach: strings, slices and single values in it. Takes
 * 21 bytes per object.
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
  private final int[] firstLocationByObject;

  private final int[] references;

  /** First byte that is reached; for a tiny block, one bit per offset where a value starts. */
  private final int[] from;

  /** End of the bytes that are reached; for a tiny block, one bit per last byte of a value. */
  private final int[] to;

  /** End of the bytes within the length of a string or slice. */
  private final int[] used;

  private final byte[] usesByObject;

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
    firstLocationByObject = new int[count];
    references = new int[count];
    from = new int[count];
    to = new int[count];
    used = new int[count];
    usesByObject = new byte[count];
  }

  /** Follows all typed pointers. */
  static ObjectUses of(HeapGraph graph, TypedPointers pointers) throws IOException {
    ObjectUses uses = new ObjectUses(graph);
    pointers.forEach(uses::add);
    return uses;
  }

  /** Follows only strings and byte slices, which is faster. */
  static ObjectUses ofText(HeapGraph graph, TypedPointers pointers) throws IOException {
    ObjectUses uses = new ObjectUses(graph);
    pointers.forEachText(uses::add);
    return uses;
  }

  /** Whether a type is the element of strings and byte slices. */
  static boolean isByte(@Nullable GoType elem) {
    return elem != null && elem.kind() == GoType.Kind.UINT8;
  }

  private void add(
      int location, Kind kind, @Nullable GoType elem, long address, long length, long capacity) {
    long found = graph.objects().locate(address);
    if (found == ObjectTable.NONE) {
      return;
    }
    int id = ObjectTable.idOf(found);
    long start = ObjectTable.offsetOf(found);
    references[id]++;
    if (firstLocationByObject[id] == 0) {
      firstLocationByObject[id] = location + 1;
    }
    long size = elem == null ? 0 : elem.size();
    long bytesBehind = sizeByShape[graph.shapeIndex(id)] - start;
    boolean whole = kind == Kind.WHOLE || bytesBehind > Integer.MAX_VALUE - start;
    if (whole || size <= 0 || length < 0 || capacity < length || capacity > bytesBehind / size) {
      usesByObject[id] |= WHOLE;
      return;
    }
    int use =
        switch (kind) {
          case STRING -> STRING;
          case SLICE -> isByte(elem) ? BYTES : SLICE;
          default -> SINGLE;
        };
    usesByObject[id] = (byte) (usesByObject[id] | use);
    if (capacity > 0) {
      int end = (int) (start + capacity * size);
      reach(id, (int) start, kind == Kind.POINTER ? 0 : (int) (start + length * size), end);
    }
  }

  private void reach(int id, int start, int lengthEnd, int end) {
    if (isTiny(id)) {
      if (lengthEnd > start) {
        from[id] |= 1 << start;
        to[id] |= 1 << (lengthEnd - 1);
      }
      return;
    }
    from[id] = to[id] == 0 ? start : Math.min(from[id], start);
    to[id] = Math.max(to[id], end);
    used[id] = Math.max(used[id], lengthEnd);
  }

  /** Whether an object may be a block that several values share. */
  boolean isTiny(int id) {
    return tiny[graph.shapeIndex(id)];
  }

  /** Returns the index of the first location that points at an object, or {@link #NONE}. */
  int firstLocation(int id) {
    return firstLocationByObject[id] - 1;
  }

  /** Returns the number of typed pointers into an object. */
  int references(int id) {
    return references[id];
  }

  /** Whether one of these kinds of pointers points into an object. */
  boolean hasUse(int id, int kind) {
    return (usesByObject[id] & kind) != 0;
  }

  /** Whether these kinds of pointers, and no others, point into an object. */
  boolean hasOnlyUses(int id, int kind) {
    return usesByObject[id] != 0 && (usesByObject[id] & ~kind) == 0;
  }

  /**
   * Returns the offset of the first byte that strings, slices and pointers reach; not for tiny
   * blocks.
   */
  int from(int id) {
    return from[id];
  }

  /**
   * Returns the offset after the last byte that they reach, capacities included; 0 if they reach
   * none. Not for tiny blocks.
   */
  int to(int id) {
    return to[id];
  }

  /** As {@link #to}, but for the lengths of strings and slices only. */
  int used(int id) {
    return used[id];
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
    tinyParts(from[id], to[id], visitor);
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
