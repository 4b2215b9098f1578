package dev.godump.analysis.leaks;

import dev.godump.analysis.PointerFields;
import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.types.Certainty;
import dev.godump.types.RuntimeTypeName;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Large objects without pointers that stay alive for short slices, strings or values in them. Every
 * pointer to such an object is looked at, so that no other one uses the rest.
 */
final class PinnedArrays implements CauseDetector {
  /** A slice pins an array at least this many times as large as the slice. */
  private static final int MIN_PINNING_RATIO = 8;

  private static final int MIN_PINNED_ARRAY = 1024;

  /** An object that more objects than this point at is not looked at. */
  private static final int MOST_REFERRERS = 64;

  private final SearchedHeap heap;
  private final HeapGraph graph;
  private final int pointerSize;

  PinnedArrays(SearchedHeap heap) {
    this.heap = heap;
    this.graph = heap.graph;
    this.pointerSize = graph.process().params().pointerSize();
  }

  /**
   * The part of an object that pointers use.
   *
   * @param bytes at most; 0 if unknown
   * @param pointee the type of the values that the pointers point at; empty for slices and strings
   */
  private record Use(long bytes, String pointee) {
    static final Use UNKNOWN = new Use(0, "");
  }

  /** Objects that are pinned in the same way. */
  private static final class Pinned {
    private int count;
    private long used;
    private long size;
  }

  @Override
  public Optional<LeakCause> detect(LeakCandidate candidate, HeldContents contents)
      throws IOException {
    int arrays = 0;
    Map<String, Pinned> byPointee = new TreeMap<>();
    for (int array : contents.sample()) {
      long bytes = graph.objects().size(array);
      if (graph.shapes().get(graph.shapeIndex(array)).pointers() > 0 || bytes < MIN_PINNED_ARRAY) {
        continue;
      }
      arrays++;
      Use use = useOf(array);
      if (use.bytes > 0 && use.bytes <= bytes / MIN_PINNING_RATIO) {
        Pinned pinned = byPointee.computeIfAbsent(use.pointee, pointee -> new Pinned());
        pinned.count++;
        pinned.used += use.bytes;
        pinned.size += bytes;
      }
    }
    for (Map.Entry<String, Pinned> entry : byPointee.entrySet()) {
      Pinned pinned = entry.getValue();
      if (pinned.count * 2 > arrays && arrays * 2 > contents.sample().size()) {
        return Optional.of(cause(entry.getKey(), pinned));
      }
    }
    return Optional.empty();
  }

  private static LeakCause cause(String pointee, Pinned pinned) {
    long used = pinned.used / pinned.count;
    long size = pinned.size / pinned.count;
    return pointee.isEmpty()
        ? new LeakCause.ArraysPinned(used, size)
        : new LeakCause.ObjectsPinned(pointee, used, size);
  }

  /** What all pointers to an object use of it together. */
  private Use useOf(int array) throws IOException {
    IntOpenHashSet referrers = new IntOpenHashSet();
    graph.referrers().forEach(array, referrers::add);
    if (heap.tree.dominatingObject(array) == ObjectTable.NONE
        || heap.isPart(array)
        || referrers.size() > MOST_REFERRERS) {
      return Use.UNKNOWN;
    }
    Long2LongOpenHashMap lengths = new Long2LongOpenHashMap();
    Set<String> pointees = new HashSet<>();
    for (int referrer : referrers) {
      if (!heap.tree.isLive(referrer)) {
        continue;
      }
      if (isPartOfMap(referrer)) {
        return Use.UNKNOWN;
      }
      for (PointerFields.Pointer field : PointerFields.ofPair(graph, referrer, array)) {
        Use use = useBy(referrer, array, field);
        if (use.bytes == 0) {
          return Use.UNKNOWN;
        }
        lengths.mergeLong(field.address(), use.bytes, Math::max);
        pointees.add(use.pointee);
      }
    }
    return pointees.size() == 1
        ? new Use(lengths.values().longStream().sum(), pointees.iterator().next())
        : Use.UNKNOWN;
  }

  /** What one pointer of an object uses of another. */
  private Use useBy(int owner, int array, PointerFields.Pointer field) throws IOException {
    long bytesBehind =
        graph.objects().address(array) + graph.objects().size(array) - field.address();
    GoType type = heap.types.fieldType(owner, field.offset()).orElse(null);
    if (type != null && type.kind() == GoType.Kind.POINTER) {
      GoType pointee = type.elem();
      return pointee == null
              || pointee.size() <= 1
              || pointee.size() > bytesBehind
              || heap.types.typeOf(owner).orElseThrow().certainty() == Certainty.GUESS
          ? Use.UNKNOWN
          : new Use(pointee.size(), pointee.name());
    }
    long elementSize = elementSize(owner, array, field);
    long at = field.offset() + pointerSize;
    if (elementSize == 0
        || at + pointerSize > graph.objects().size(owner)
        || !graph.record(owner).hasWord(at)) {
      return Use.UNKNOWN;
    }
    long length = graph.record(owner).word(at) * elementSize;
    return length <= 0 || length > bytesBehind ? Use.UNKNOWN : new Use(length, "");
  }

  /** Whether an object is the header or directory of a map, which points at other parts. */
  private boolean isPartOfMap(int object) {
    return RuntimeTypeName.parse(heap.typeName(object))
        .filter(type -> type.part() != RuntimeTypeName.Part.GROUP)
        .filter(type -> type.part() != RuntimeTypeName.Part.BUCKET)
        .isPresent();
  }

  /**
   * Bytes of an element of the slice or string that a pointer belongs to; 0 if it belongs to
   * something else. Without types it is a slice of bytes if its capacity ends with the array, and a
   * string if the word after the length is a pointer or behind the object.
   */
  private long elementSize(int owner, int array, PointerFields.Pointer pointer) throws IOException {
    if (heap.types.typeOf(owner).map(type -> type.element()).isPresent()) {
      GoType type = heap.types.fieldType(owner, pointer.offset()).orElse(null);
      if (type == null || type.kind() == GoType.Kind.STRING) {
        return type == null ? 0 : 1;
      }
      return type.kind() == GoType.Kind.SLICE && type.elem() != null ? type.elem().size() : 0;
    }
    long[] offsets = graph.shapes().get(graph.shapeIndex(owner)).offsets();
    long third = pointer.offset() + 2L * pointerSize;
    if (third >= graph.objects().size(owner) || Arrays.binarySearch(offsets, third) >= 0) {
      return 1;
    }
    long capacity = pointer.offset() + 2L * pointerSize;
    long end = graph.objects().address(array) + graph.objects().size(array);
    boolean ofBytes =
        capacity + pointerSize <= graph.objects().size(owner)
            && graph.record(owner).hasWord(capacity)
            && graph.record(owner).word(capacity) == end - pointer.address();
    return ofBytes ? 1 : 0;
  }
}
