package dev.godump.core;

import dev.godump.binary.file.AddressRange;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The spans of the heap, and where the runtime keeps them (runtime/mheap.go mheap). */
final class HeapSpans {
  /** More than a heap of many terabytes has. */
  private static final long MAX_SPANS = 1L << 30;

  /** Elements to check in a slice that may be allspans. */
  private static final int SAMPLES = 64;

  /** The fewest of all elements that must be in use; the others may be free. */
  private static final int FEWEST_IN_USE = 4;

  /** The sweep generation of a span is within this of the heap's (runtime/mheap.go mspan). */
  private static final int MAX_GENERATIONS = 3;

  private static final long NONE = 0;

  private final GoProcess process;
  private final SpanReader reader;
  private final long heap;

  private HeapSpans(GoProcess process, SpanReader reader, long heap) {
    this.process = process;
    this.reader = reader;
    this.heap = heap;
  }

  /**
   * Finds the heap by its symbol, or by its list of spans. Returns no spans if a core file that was
   * cut lacks the list.
   *
   * @throws CoreException if a whole core file lacks the list
   */
  static HeapSpans of(GoProcess process) throws IOException {
    SpanReader reader = new SpanReader(process.memory(), process.layout());
    Optional<Long> symbol = process.variable("mheap_");
    HeapSpans spans =
        new HeapSpans(process, reader, symbol.isPresent() ? symbol.get() : search(process, reader));
    if (spans.isLost() && process.core().missing() == 0) {
      throw new CoreException("the core file lacks the runtime's list of spans");
    }
    return spans;
  }

  /** Whether the core file lacks the list of spans. */
  boolean isLost() {
    return heap == NONE || !isList(process, reader, list());
  }

  private static long search(GoProcess process, SpanReader reader) {
    int allSpans = process.layout().offset("mheap.allspans");
    for (AddressRange range : process.variables()) {
      for (long at = range.start() + 7 & ~7L; at + 24 <= range.end(); at += 8) {
        if (isList(process, reader, at)) {
          return at - allSpans;
        }
      }
    }
    return NONE;
  }

  /** Whether an address is that of a slice of pointers to spans. */
  private static boolean isList(GoProcess process, SpanReader reader, long slice) {
    CoreMemory memory = process.memory();
    long array = memory.word(slice);
    long count = memory.word(slice + 8);
    long capacity = memory.word(slice + 16);
    if (array == 0 || (array & 7) != 0 || count < 16 || count > capacity || count > MAX_SPANS) {
      return false;
    }
    boolean isCut = process.core().missing() > 0;
    long previous = 0;
    for (int i = 0; i < SAMPLES; i++) {
      long element = array + 8 * (i * (count - 1) / (SAMPLES - 1));
      long span = memory.word(element);
      if (isCut && (!memory.isKnown(element, 8) || !reader.isKnown(span))) {
        continue;
      }
      if (span == 0
          || (i > 0 && span == previous && count > SAMPLES)
          || !reader.isPlausible(span)) {
        return false;
      }
      previous = span;
    }
    return hasSpansInUse(process, reader, slice);
  }

  /** Whether enough spans of a list are in use, by the sweep generation before it. */
  private static boolean hasSpansInUse(GoProcess process, SpanReader reader, long slice) {
    CoreMemory memory = process.memory();
    long generation = memory.number(slice - distance(process), 4);
    long array = memory.word(slice);
    long count = memory.word(slice + 8);
    int inUse = 0;
    // after a peak nearly all are free
    for (long i = 0; i < count && inUse < FEWEST_IN_USE && memory.isKnown(array + 8 * i, 8); i++) {
      Optional<HeapSpan> used = reader.read(memory.word(array + 8 * i));
      if (used.isPresent()) {
        int apart = (int) (used.get().sweepGeneration() - generation);
        if (Math.abs(apart) > MAX_GENERATIONS) {
          return false;
        }
        inUse++;
      }
    }
    return inUse >= FEWEST_IN_USE;
  }

  /** Returns the bytes from the heap's sweep generation to its list of spans. */
  private static int distance(GoProcess process) {
    RuntimeLayout layout = process.layout();
    return layout.offset("mheap.allspans") - layout.offset("mheap.sweepgen");
  }

  private long list() {
    return heap + process.layout().offset("mheap.allspans");
  }

  /** The sweep generation of the heap. */
  long sweepGeneration() {
    return process.memory().number(heap + process.layout().offset("mheap.sweepgen"), 4);
  }

  /** The address of the table of arenas, or 0. */
  long arenas() {
    return process.memory().word(heap + process.layout().offset("mheap.arenas"));
  }

  /** Returns how many spans there are, in use or not; 0 if that is not known. */
  private long count() {
    return isLost() ? 0 : process.memory().word(list() + 8);
  }

  /** Returns the addresses of all spans that are known, in use or not, in the runtime's order. */
  LongList addresses() {
    CoreMemory memory = process.memory();
    long array = memory.word(list());
    long count = count();
    LongList addresses = new LongArrayList();
    for (long i = 0; i < count && memory.isKnown(array + 8 * i, 8); i++) {
      long span = memory.word(array + 8 * i);
      if (reader.isKnown(span)) {
        addresses.add(span);
      }
    }
    return addresses;
  }

  /** Returns how many spans are not known, in use or not. */
  long missing() {
    return count() - addresses().size();
  }

  /** Returns the spans in use, in the runtime's order, without those that overlap another one. */
  List<HeapSpan> all() {
    List<HeapSpan> spans = new ArrayList<>();
    addresses().forEach(span -> reader.read(span).ifPresent(spans::add));
    Set<HeapSpan> overlapping = overlapping(spans);
    spans.removeIf(overlapping::contains);
    return spans;
  }

  /** Returns the spans that start in one before, which only damage explains. */
  private static Set<HeapSpan> overlapping(List<HeapSpan> spans) {
    List<HeapSpan> sorted = new ArrayList<>(spans);
    sorted.sort(Comparator.comparingLong(HeapSpan::start));
    Set<HeapSpan> found = Collections.newSetFromMap(new IdentityHashMap<>());
    long end = Long.MIN_VALUE;
    for (HeapSpan span : sorted) {
      if (span.start() < end) {
        found.add(span);
      } else {
        end = span.start() + span.bytes();
      }
    }
    return found;
  }
}
