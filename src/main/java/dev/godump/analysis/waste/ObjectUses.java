package dev.godump.analysis.waste;

import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Shape;
import dev.godump.types.inference.TypedPointers;
import dev.godump.types.inference.TypedPointers.Kind;
import java.io.IOException;
import java.util.List;

/**
 * How far into each object typed pointers reach: strings, slices and single values that lie in it.
 * 21 bytes per object.
 */
final class ObjectUses {
  static final int STRING = 1;
  static final int BYTES = 2;
  static final int SLICE = 4;
  static final int SINGLE = 8;

  /** Something uses all of it, or it can't be told how much. */
  static final int WHOLE = 16;

  /** Bytes of a block that values of fewer bytes without pointers share (runtime/malloc.go). */
  static final int TINY = 16;

  private final HeapGraph graph;

  /** One more than the number of the first place that leads here. */
  private final int[] firstLocationByObject;

  private final int[] references;

  /** First byte that is reached; of a tiny block, a bit per offset that something starts at. */
  private final int[] from;

  /** Behind the last byte that is reached; of a tiny block, a bit per last byte of something. */
  private final int[] to;

  /** Behind the last byte within the length of a string or slice. */
  private final int[] used;

  private final byte[] usesByObject;

  /** By shape, bytes of a slot. */
  private final long[] sizeByShape;

  /** By shape, whether objects may be several values that share a block. */
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

  /** Goes through all typed pointers. */
  static ObjectUses of(HeapGraph graph, TypedPointers pointers) throws IOException {
    ObjectUses uses = new ObjectUses(graph);
    pointers.forEach(uses::add);
    return uses;
  }

  /** Goes through strings and byte slices alone, which is faster. */
  static ObjectUses ofText(HeapGraph graph, TypedPointers pointers) throws IOException {
    ObjectUses uses = new ObjectUses(graph);
    pointers.forEachText(uses::add);
    return uses;
  }

  /** Whether a type is that of the elements of strings and byte slices. */
  static boolean isByte(GoType elem) {
    return elem != null && elem.kind() == GoType.Kind.UINT8;
  }

  private void add(int location, Kind kind, GoType elem, long address, long length, long capacity) {
    long found = graph.objects().locate(address);
    if (found < 0) {
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
        to[id] |= 1 << lengthEnd - 1;
      }
      return;
    }
    from[id] = to[id] == 0 ? start : Math.min(from[id], start);
    to[id] = Math.max(to[id], end);
    used[id] = Math.max(used[id], lengthEnd);
  }

  /** Whether an object may be several values that share a block. */
  boolean isTiny(int id) {
    return tiny[graph.shapeIndex(id)];
  }

  /** Number of the first place of a pointer to it, or -1. */
  int firstLocation(int id) {
    return firstLocationByObject[id] - 1;
  }

  /** How many typed pointers lead into it. */
  int references(int id) {
    return references[id];
  }

  /** Whether a kind of pointer leads into it. */
  boolean hasUse(int id, int kind) {
    return (usesByObject[id] & kind) != 0;
  }

  /** Whether no other kind of pointer leads into it, and at least one of these. */
  boolean hasOnlyUses(int id, int kind) {
    return usesByObject[id] != 0 && (usesByObject[id] & ~kind) == 0;
  }

  /**
   * The first byte that strings, slices and pointers reach, from the slot's start; not of a tiny
   * block.
   */
  int from(int id) {
    return from[id];
  }

  /**
   * Behind the last byte that they reach, 0 if they reach none; capacities count. Not of a tiny
   * block.
   */
  int to(int id) {
    return to[id];
  }

  /** As {@link #to}, but only of strings and slices, and of those only the length counts. */
  int used(int id) {
    return used[id];
  }

  /** Is shown the parts of a tiny block. */
  @FunctionalInterface
  interface TinyPartVisitor {
    void at(int start, int end) throws IOException;
  }

  /**
   * Walks the strings and slices in a tiny block: from each start to the last end before the next
   * one. A start without such an end is inside the one before it.
   */
  void tinyParts(int id, TinyPartVisitor visitor) throws IOException {
    tinyParts(from[id], to[id], visitor);
  }

  /**
   * As {@link #tinyParts(int, Part)}.
   *
   * @param firsts a bit per offset that something starts at
   * @param lasts a bit per last byte of something
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
