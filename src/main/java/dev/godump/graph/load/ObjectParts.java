package dev.godump.graph.load;

import dev.godump.format.ObjectRecordSearch;
import dev.godump.format.RecordReader;
import dev.godump.format.RecordVisitor;
import dev.godump.graph.MemoryBudget;
import dev.godump.graph.PageTable;
import dev.godump.io.Parallel;
import dev.godump.io.Source;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Reads a dump on several threads. The objects are divided into parts, each from a position where
 * an object record seems to start to the start of the next part. Whether one does start there shows
 * when the records before it have been read: either the last of them ends there, or the part is
 * dropped and its records are read again. So the result is that of reading from front to back.
 */
final class ObjectParts {
  /** Bytes of a dump that are worth another thread. */
  private static final long WORTHWHILE = 32 << 20;

  private static final int MOST_THREADS = 8;

  /** Bytes to search for the start of an object record. */
  private static final long SEARCHED = 4 << 20;

  /** Bytes that a part reads before it reports, and sees that it is not needed any more. */
  private static final long STEP = 1 << 20;

  private static final int REPORT_EVERY = 1 << 14;

  private final RecordReader reader;
  private final Queue<Part> parts = new ArrayDeque<>();

  /**
   * @param reader of the dump; has read its Params record
   * @param starts of parts, ascending
   * @param collectors gives each part a collector of its own
   */
  ObjectParts(RecordReader reader, LongArrayList starts, Supplier<ObjectCollector> collectors)
      throws IOException {
    this.reader = reader;
    for (int i = 0; i < starts.size(); i++) {
      long end = i + 1 < starts.size() ? starts.getLong(i + 1) : Long.MAX_VALUE;
      parts.add(new Part(reader.at(starts.getLong(i)), end, collectors.get()));
    }
  }

  /**
   * Returns where parts can start; none if another thread is not worthwhile, or the heap too small
   * for the pointers of a dump of this size, or the dump is being unpacked.
   */
  static LongArrayList starts(Source source, MemoryBudget budget) throws IOException {
    if (source.isArriving() || source.size() / Long.BYTES > budget.maxPointersInHeap()) {
      return LongArrayList.of();
    }
    int processors = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    return starts(source, Math.min(processors, source.size() / WORTHWHILE));
  }

  /** Returns where parts of about equal length can start, up to a number including the first. */
  static LongArrayList starts(Source source, long count) throws IOException {
    LongArrayList starts = new LongArrayList();
    ObjectRecordSearch search = new ObjectRecordSearch(source, 1L << PageTable.PAGE_SHIFT);
    for (long part = 1; part < count; part++) {
      long from = source.size() / count * part;
      long start = search.find(from, from + SEARCHED);
      if (start != ObjectRecordSearch.NONE) {
        starts.add(start);
      }
    }
    return starts;
  }

  /**
   * Reads all records.
   *
   * @param visitor visits all but the objects in parts
   * @param objects gets all objects
   * @param progress is called with the number of bytes read now and then
   * @throws dev.godump.format.FormatException if the file is damaged before its Params record ends
   */
  void read(RecordVisitor visitor, ObjectCollector objects, LongConsumer progress)
      throws IOException {
    parts.forEach(Part::start);
    try {
      for (long records = 1; reader.next(visitor); records++) {
        takeOver(objects);
        if (records % REPORT_EVERY == 0) {
          long ahead = parts.stream().mapToLong(part -> part.done).sum();
          progress.accept(reader.position() + ahead);
        }
      }
    } finally {
      parts.forEach(part -> part.needed = false);
    }
  }

  /** Takes over the parts that start where the next record starts; drops those before it. */
  private void takeOver(ObjectCollector objects) {
    while (!parts.isEmpty() && parts.element().start <= reader.position()) {
      Part part = parts.remove();
      if (part.start == reader.position() && part.isWhole() && objects.addAll(part.objects)) {
        reader.continueAfter(part.reader);
      }
      part.needed = false;
    }
  }

  /** Object records that one thread reads. */
  private static final class Part {
    private final RecordReader reader;
    private final long start;
    private final long end;
    private final ObjectCollector objects;
    private Parallel.Task<Boolean> reading = Parallel.start(() -> false);

    /** Bytes read so far. */
    private volatile long done;

    private volatile boolean needed = true;

    Part(RecordReader reader, long end, ObjectCollector objects) {
      this.reader = reader;
      this.start = reader.position();
      this.end = end;
      this.objects = objects;
    }

    void start() {
      reading = Parallel.start(this::read);
    }

    /** Waits until the part is read; returns whether no record of it is cut or damaged. */
    boolean isWhole() {
      return reading.result();
    }

    private boolean read() {
      try {
        long before;
        do {
          before = reader.position();
          reader.readObjects(objects, Math.min(end, before + STEP));
          done = reader.position() - start;
        } while (needed && reader.position() > before && reader.position() < end);
        return needed;
      } catch (IOException e) {
        // reading the part again, from front to back, finds the same and reports it
        return false;
      }
    }
  }
}
