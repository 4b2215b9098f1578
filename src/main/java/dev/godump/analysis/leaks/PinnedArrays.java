package dev.godump.analysis.leaks;

import dev.godump.analysis.PointerFields;
import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.types.RuntimeTypeName;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Large arrays without pointers that stay alive for short slices or strings of them. */
final class PinnedArrays implements CauseDetector {
  /** A slice pins an array at least this many times as large as the slice. */
  private static final int MIN_PINNING_RATIO = 8;

  private static final int MIN_PINNED_ARRAY = 1024;

  private final SearchedHeap heap;
  private final HeapGraph graph;
  private final int pointerSize;

  PinnedArrays(SearchedHeap heap) {
    this.heap = heap;
    this.graph = heap.graph;
    this.pointerSize = graph.process().params().pointerSize();
  }

  @Override
  public Optional<LeakCause> detect(LeakCandidate candidate, HeldContents contents)
      throws IOException {
    int pinned = 0;
    int arrays = 0;
    long used = 0;
    long size = 0;
    for (int array : contents.sample()) {
      long bytes = graph.objects().size(array);
      if (graph.shapes().get(graph.shapeIndex(array)).pointers() > 0 || bytes < MIN_PINNED_ARRAY) {
        continue;
      }
      arrays++;
      long most = usedBytes(array);
      if (most > 0 && most <= bytes / MIN_PINNING_RATIO) {
        pinned++;
        used += most;
        size += bytes;
      }
    }
    boolean mostPinned = pinned * 2 > arrays && arrays * 2 > contents.sample().size();
    return mostPinned
        ? Optional.of(new LeakCause.ArraysPinned(used / pinned, size / pinned))
        : Optional.empty();
  }

  /** The longest length after a pointer to the array in its dominator; 0 if one is not a length. */
  private long usedBytes(int array) throws IOException {
    int owner = heap.tree.dominatingObject(array);
    if (owner == ObjectTable.NONE || heap.isPart(array) || isPartOfMap(owner)) {
      return 0;
    }
    long longest = 0;
    long end = graph.objects().size(owner);
    for (PointerFields.Pointer field : PointerFields.ofPair(graph, owner, array)) {
      long elementSize = elementSize(owner, array, field);
      if (elementSize == 0) {
        return 0;
      }
      long at = field.offset() + pointerSize;
      if (at + pointerSize <= end && graph.record(owner).hasWord(at)) {
        long length = graph.record(owner).word(at) * elementSize;
        long bytesBehind =
            graph.objects().address(array) + graph.objects().size(array) - field.address();
        if (length <= 0 || length > bytesBehind) {
          return 0;
        }
        longest = Math.max(longest, length);
      }
    }
    return longest;
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
