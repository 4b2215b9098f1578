package dev.godump.analysis.leaks;

import dev.godump.analysis.PointerFields;
import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.roots.RootLabel;
import dev.godump.io.ByteReader;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.value.ProcessMemory;
import java.io.IOException;
import java.util.Optional;

/**
 * Finds which elements of an array its slices have. All pointers to the array must belong to
 * slices, in objects or package variables; otherwise nothing is known. Not thread-safe.
 */
final class SlicesOfArray {
  /** Elements without a known type are guessed to be no larger than this; in bytes. */
  private static final long MAX_GUESSED_ELEMENT = 64;

  private final HeapGraph graph;
  private final SearchedHeap heap;
  private final ObjectExpressions expressions;
  private final ProcessMemory memory;

  SlicesOfArray(SearchedHeap heap) {
    this.heap = heap;
    this.graph = heap.graph;
    this.expressions = new ObjectExpressions(heap);
    this.memory = new ProcessMemory(graph, Optional.empty());
  }

  /**
   * The elements that some slice of an array has.
   *
   * @param first address of the first
   * @param end address behind the last
   * @param arrayStart address of the array's first element
   * @param arrayEnd address behind its last element
   * @param elementSize in bytes
   * @param guessed whether the type of the elements is unknown, and their size follows from the
   *     capacities
   */
  record Extent(
      long first, long end, long arrayStart, long arrayEnd, long elementSize, boolean guessed) {
    /** Number of elements before the first of any slice. */
    long before() {
      return (first - arrayStart) / elementSize;
    }

    long length() {
      return (end - first) / elementSize;
    }

    /** Number of elements from the first of any slice to the end of the array. */
    long capacity() {
      return (arrayEnd - first) / elementSize;
    }
  }

  /** The three words of a slice: address of the first element, length and capacity. */
  private record Words(long start, long length, long capacity) {}

  /** The elements that the slices of an array have; empty if that is unknown. */
  Optional<Extent> of(int array) throws IOException {
    HeapTypes types = heap.types;
    Optional<ObjectType> type = types.typeOf(array).filter(t -> t.certainty() != Certainty.GUESS);
    GoType element = type.map(ObjectType::element).orElse(null);
    long start = graph.objects().address(array) + types.headerSize(array);
    long end = graph.objects().address(array) + graph.objects().size(array);
    Found found = new Found(start, end, element == null ? 0 : element.size());
    if (element != null && element.size() == 0) {
      return Optional.empty();
    }
    for (int root : graph.roots().rootsOf(array)) {
      long field = RootLabel.of(graph, root).address();
      Optional<GoType> variable = expressions.globalType(field);
      if (!graph.roots().isGlobal(root) || !isSlice(variable, found) || !found.add(words(field))) {
        return Optional.empty();
      }
    }
    for (int referrer : graph.distinctReferrers(array)) {
      if (heap.tree.isLive(referrer)) {
        for (PointerFields.Pointer pointer : PointerFields.ofPair(graph, referrer, array)) {
          long field = graph.objects().address(referrer) + pointer.offset();
          Optional<GoType> fieldType = types.fieldType(referrer, pointer.offset());
          if (!isSlice(fieldType, found) || !found.add(words(field))) {
            return Optional.empty();
          }
        }
      }
    }
    return found.extent();
  }

  private static boolean isSlice(Optional<GoType> type, Found found) {
    return type.map(t -> t.kind() == GoType.Kind.SLICE).orElse(found.guessed);
  }

  private Optional<Words> words(long address) throws IOException {
    int word = memory.wordSize();
    byte[] bytes = new byte[3 * word];
    if (memory.read(address, bytes, bytes.length) < bytes.length) {
      return Optional.empty();
    }
    return Optional.of(
        new Words(
            ByteReader.word(bytes, 0, word, memory.bigEndian()),
            ByteReader.word(bytes, word, word, memory.bigEndian()),
            ByteReader.word(bytes, 2 * word, word, memory.bigEndian())));
  }

  /** What the slices found so far have. */
  private final class Found {
    private final long arrayStart;
    private final long arrayEnd;
    private final boolean guessed;
    private long elementSize;
    private long first = Long.MAX_VALUE;
    private long end;

    /**
     * @param elementSize in bytes; 0 if it is unknown
     */
    Found(long arrayStart, long arrayEnd, long elementSize) {
      this.arrayStart = arrayStart;
      this.arrayEnd = arrayEnd;
      this.elementSize = elementSize;
      this.guessed = elementSize == 0;
    }

    /** Adds a slice; returns whether it can be one of the array. */
    boolean add(Optional<Words> slice) {
      if (slice.isEmpty()) {
        return false;
      }
      Words words = slice.get();
      long left = arrayEnd - words.start;
      if (words.start < arrayStart
          || words.length < 0
          || words.length > words.capacity
          || words.capacity > left) {
        return false;
      }
      if (guessed && !fits(words, left)) {
        return false;
      }
      first = Math.min(first, words.start);
      end = Math.max(end, words.start + words.length * elementSize);
      return end <= arrayEnd;
    }

    /** Whether the capacity fills the array with elements of the size that other slices have. */
    private boolean fits(Words words, long left) {
      if (words.capacity == 0) {
        return false;
      }
      long word = memory.wordSize();
      long size = left / words.capacity / word * word;
      boolean fills = size > 0 && left - words.capacity * size < Math.max(size, left / 8);
      if (!fills || size > MAX_GUESSED_ELEMENT || (elementSize != 0 && elementSize != size)) {
        return false;
      }
      elementSize = size;
      return true;
    }

    Optional<Extent> extent() {
      return end == 0
          ? Optional.empty()
          : Optional.of(new Extent(first, end, arrayStart, arrayEnd, elementSize, guessed));
    }
  }
}
