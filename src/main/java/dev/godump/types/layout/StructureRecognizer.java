package dev.godump.types.layout;

import dev.godump.format.ObjectRecord;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.io.ByteReader;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.util.Optional;

/**
 * Recognises maps and channels without types, by the invariants of their headers (runtime/map.go
 * hmap up to Go 1.23, internal/runtime/maps Map from Go 1.24 on, runtime/chan.go hchan). The result
 * is a guess that is seldom wrong.
 */
public final class StructureRecognizer {
  /** Bytes of the largest slot of a header. */
  public static final int LARGEST_HEADER = 128;

  /** Entries per bucket from which on a map up to Go 1.23 grows. */
  private static final double LOAD_FACTOR = 6.5;

  /** A map that is empty now is recognized if it was large: little else has such fields. */
  private static final int MIN_LOG_BUCKETS_IF_EMPTY = 5;

  private final HeapGraph graph;
  private final Edges edges;
  private final int word;
  private final boolean bigEndian;
  private final boolean swiss;
  private final HashMapOffsets hashMap;
  private final SwissMapOffsets swissMap;
  private final SwissTableOffsets swissTable;
  private final ChannelOffsets channel;
  private final SizeClasses classes;
  private final OverflowBuckets overflow;

  public StructureRecognizer(HeapGraph graph) {
    this.graph = graph;
    this.edges = graph.edges();
    this.word = graph.process().params().pointerSize();
    this.bigEndian = graph.process().params().bigEndian();
    this.swiss =
        graph
            .process()
            .version()
            .map(v -> v.isAtLeast(24) && !v.experiments().contains("noswissmap"))
            .orElse(false);
    int minor = graph.process().version().map(v -> v.minor()).orElse(0);
    this.hashMap = HashMapOffsets.of(word, minor);
    this.swissMap = SwissMapOffsets.of(word);
    this.swissTable = SwissTableOffsets.of(word);
    this.channel = ChannelOffsets.of(word, minor);
    this.classes = new SizeClasses(minor);
    this.overflow = new OverflowBuckets(graph, classes);
  }

  /** Returns the map or channel whose header an object seems to be, if any. */
  public Optional<RecognizedStructure> recognize(int object) throws IOException {
    long size = graph.objects().size(object);
    if (size > LARGEST_HEADER || size < 6L * word) {
      return Optional.empty();
    }
    byte[] bytes = graph.bytes(object);
    Optional<RecognizedStructure> map = swiss ? swissMap(object, bytes) : hashMap(object, bytes);
    return map.isPresent() ? map : channel(object, bytes);
  }

  private long word(byte[] bytes, int offset) {
    return ByteReader.word(bytes, offset, word, bigEndian);
  }

  private boolean hasPointersAt(int object, long... offsets) throws IOException {
    ObjectRecord record = graph.record(object);
    for (long offset : offsets) {
      if (record.nextPointer() != offset) {
        return false;
      }
    }
    return record.nextPointer() == ObjectRecord.NONE;
  }

  private int at(long address) {
    return address == 0 ? ObjectTable.NONE : graph.objects().find(address);
  }

  private Optional<RecognizedStructure> hashMap(int object, byte[] bytes) throws IOException {
    if (graph.objects().size(object) != classes.slotSize(hashMap.size())) {
      return Optional.empty();
    }
    long count = word(bytes, HashMapOffsets.COUNT);
    int logBuckets = bytes[hashMap.logBuckets()];
    int buckets = at(word(bytes, hashMap.buckets()));
    boolean fits =
        logBuckets >= 0
            && logBuckets < 48
            && count >= (logBuckets >= MIN_LOG_BUCKETS_IF_EMPTY ? 0 : 1)
            && count <= LOAD_FACTOR * (1L << logBuckets) + HashMapOffsets.SLOTS_PER_BUCKET
            && buckets != ObjectTable.NONE
            && graph.objects().size(buckets) >> logBuckets >= HashMapOffsets.SLOTS_PER_BUCKET
            && hasPointersAt(object, hashMap.buckets(), hashMap.oldbuckets(), hashMap.extra());
    if (!fits) {
      return Optional.empty();
    }
    IntOpenHashSet inner = new IntOpenHashSet(new int[] {object, buckets});
    addOverflow(inner, word(bytes, hashMap.buckets()), 1L << logBuckets);
    long old = word(bytes, hashMap.oldbuckets());
    if (at(old) != ObjectTable.NONE) {
      inner.add(at(old));
      boolean sameSize = (bytes[hashMap.flags()] & HashMapOffsets.SAME_SIZE_GROW) != 0;
      addOverflow(inner, old, sameSize ? 1L << logBuckets : Math.max(1, 1L << logBuckets >> 1));
    }
    int extra = at(word(bytes, hashMap.extra()));
    if (extra != ObjectTable.NONE) {
      inner.add(extra);
      addLists(inner, extra);
    }
    return Optional.of(
        new RecognizedStructure(
            RecognizedStructure.Kind.MAP,
            object,
            inner,
            count,
            (long) HashMapOffsets.SLOTS_PER_BUCKET << logBuckets,
            0));
  }

  private void addTargets(IntOpenHashSet inner, int object) {
    for (long e = edges.first(object); e != Edges.NONE; e = edges.next(e)) {
      inner.add(edges.target(e));
    }
  }

  /** Adds the lists of overflow buckets of a map whose buckets have no pointers. */
  private void addLists(IntOpenHashSet inner, int extra) {
    edges.forEach(
        extra,
        list -> {
          if (inner.add(list)) {
            edges.forEach(
                list,
                array -> {
                  inner.add(array);
                  addTargets(inner, array);
                });
          }
        });
  }

  private void addOverflow(IntOpenHashSet inner, long buckets, long count) throws IOException {
    int array = at(buckets);
    overflow.addTo(inner, array, buckets - graph.objects().address(array), count);
  }

  private Optional<RecognizedStructure> swissMap(int object, byte[] bytes) throws IOException {
    if (graph.objects().size(object) != classes.slotSize(swissMap.size())) {
      return Optional.empty();
    }
    long used = ByteReader.word(bytes, SwissMapOffsets.USED, 8, bigEndian);
    int directory = at(word(bytes, swissMap.dirPtr()));
    long length = word(bytes, swissMap.dirLen());
    int depth = bytes[swissMap.globalDepth()];
    int shift = bytes[swissMap.globalShift()];
    boolean fits =
        used >= (depth > 0 ? 0 : 1)
            && directory != ObjectTable.NONE
            && (length == 0
                ? used <= SwissMapOffsets.SLOTS_PER_GROUP && depth == 0
                : length == 1L << depth && shift == (8 * word - depth & 0xff))
            && graph.objects().size(directory) >= length * word
            && hasPointersAt(object, swissMap.dirPtr());
    if (!fits) {
      return Optional.empty();
    }
    IntOpenHashSet inner = new IntOpenHashSet(new int[] {object, directory});
    long slots = length == 0 ? SwissMapOffsets.SLOTS_PER_GROUP : 0;
    if (length > 0) {
      for (long e = edges.first(directory); e != Edges.NONE; e = edges.next(e)) {
        int table = edges.target(e);
        if (inner.add(table)) {
          // a table has one pointer: to its groups
          addTargets(inner, table);
          slots += slotsOf(table);
        }
      }
    }
    return Optional.of(
        new RecognizedStructure(RecognizedStructure.Kind.MAP, object, inner, used, slots, 0));
  }

  private int slotsOf(int table) throws IOException {
    if (graph.objects().size(table) < swissTable.size()) {
      return 0;
    }
    byte[] bytes = graph.bytes(table);
    int first = bytes[swissTable.capacity()] & 0xff;
    int second = bytes[swissTable.capacity() + 1] & 0xff;
    return bigEndian ? first << 8 | second : first | second << 8;
  }

  private Optional<RecognizedStructure> channel(int object, byte[] bytes) {
    if (bytes.length < channel.size()) {
      return Optional.empty();
    }
    long count = word(bytes, ChannelOffsets.QCOUNT);
    long capacity = word(bytes, channel.dataqsiz());
    long buffer = word(bytes, channel.buf());
    int first = bytes[channel.elemsize()] & 0xff;
    int second = bytes[channel.elemsize() + 1] & 0xff;
    int elementSize = bigEndian ? first << 8 | second : first | second << 8;
    long closed = ByteReader.word(bytes, channel.closed(), 4, bigEndian);
    int elements = at(buffer);
    boolean fits =
        count >= 0
            && count <= capacity
            && capacity < 1L << 40
            && (closed == 0 || closed == 1)
            && elements != ObjectTable.NONE
            && (elements == object
                || (capacity > 0 && graph.objects().size(elements) >= capacity * elementSize))
            && (elements == object || elementSize > 0);
    if (!fits || (capacity == 0 && buffer != graph.objects().address(object) + channel.buf())) {
      return Optional.empty();
    }
    IntOpenHashSet inner = new IntOpenHashSet(new int[] {object, elements});
    return Optional.of(
        new RecognizedStructure(
            RecognizedStructure.Kind.CHANNEL, object, inner, count, capacity, elementSize));
  }
}
