package dev.godump.graph.load;

import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.format.ObjectRecord;
import dev.godump.format.ReadOutcome;
import dev.godump.format.RecordKind;
import dev.godump.format.RecordReader;
import dev.godump.format.RecordVisitor;
import dev.godump.graph.RecordSummary;
import dev.godump.io.Source;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/**
 * Reads a {@link RecordSummary} in one pass and in memory that depends neither on the heap nor on
 * the number of goroutines. A second pass over the objects is needed only for a dump of Go 1.16 or
 * before, to narrow down its release.
 */
public final class SummaryReader extends ProgramRecords {
  private final Source source;
  private final DumpRecord.Params params;
  private final VersionTraits traits;
  private final PhantomFilter filter;

  private final Long2LongOpenHashMap goroutineByThread = new Long2LongOpenHashMap();
  private final Long2LongOpenHashMap samplesByBucket = new Long2LongOpenHashMap();
  private long objects;
  private long phantoms;

  private SummaryReader(Source source, DumpRecord.Params params) {
    this.source = source;
    this.params = params;
    this.traits = new VersionTraits(params);
    this.filter = PhantomFilter.of(params);
  }

  /**
   * The summary of a dump.
   *
   * @param outcome how reading ended
   * @param warnings sentences for the user
   */
  public record Result(RecordSummary summary, ReadOutcome outcome, List<String> warnings) {}

  /**
   * Reads the summary of a dump.
   *
   * @param progress is called with the position in the file now and then
   * @throws dev.godump.format.FormatException if the file is not a readable dump
   */
  public static Result read(Source source, LongConsumer progress) throws IOException {
    RecordReader reader = new RecordReader(source);
    SummaryReader summary = new SummaryReader(source, reader.readParams());
    ReadOutcome outcome = reader.read(summary, progress);
    return new Result(summary.summary(outcome.isComplete()), outcome, LoadWarnings.of(outcome));
  }

  private RecordSummary summary(boolean complete) throws IOException {
    return new RecordSummary(
        params,
        versionRange(),
        types(),
        itabs(),
        threads(),
        goroutineByThread,
        Optional.ofNullable(memStats()),
        buckets(),
        samplesByBucket,
        complete);
  }

  private String versionRange() throws IOException {
    if (traits.isNamed()) {
      return traits.name();
    }
    MemStats stats = memStats();
    boolean reserve = stats == null ? phantoms > 0 : objects > stats.get("HeapObjects");
    return VersionTraits.hasBuildVersion(params) && reserve
        ? VersionTraits.WITH_RESERVE
        : traits.range(sizesOfGoroutines());
  }

  /** Returns the size of the object at the address of a g, or -1. */
  private LongUnaryOperator sizesOfGoroutines() throws IOException {
    Long2LongOpenHashMap sizes = new Long2LongOpenHashMap();
    sizes.defaultReturnValue(-1);
    LongOpenHashSet goroutines = traits.goroutines();
    if (!goroutines.isEmpty()) {
      RecordVisitor visitor =
          new RecordVisitor() {
            @Override
            public void object(long position, ObjectRecord object) {
              if (goroutines.contains(object.address())) {
                sizes.put(object.address(), object.size());
              }
            }
          };
      RecordReader reader = new RecordReader(source);
      while (reader.count(RecordKind.GOROUTINE) == 0 && reader.next(visitor)) {
        // Go writes objects before goroutines
      }
    }
    return sizes::get;
  }

  @Override
  public void object(long position, ObjectRecord object) throws IOException {
    if (traits.isNamed()) {
      return;
    }
    long offset = object.nextPointer();
    objects++;
    if (filter.judge(object.address(), object.size(), offset >= 0)
        == PhantomFilter.Verdict.PHANTOM) {
      phantoms++;
      return;
    }
    traits.addObject(object.size());
    for (; offset >= 0; offset = object.nextPointer()) {
      long value = object.hasWord(offset) ? object.word(offset) : 0;
      if (value != 0) {
        traits.addPointer(object, offset, value);
      }
    }
  }

  @Override
  public void itab(long position, DumpRecord.Itab itab) {
    super.itab(position, itab);
    traits.itab(position, itab);
  }

  @Override
  public void goroutine(long position, DumpRecord.Goroutine goroutine) {
    if (goroutine.thread() != 0) {
      goroutineByThread.putIfAbsent(goroutine.thread(), goroutine.id());
    }
    traits.goroutine(position, goroutine);
  }

  @Override
  public void frame(long position, DumpRecord.Frame frame, Words words) {
    traits.frame(position, frame, words);
  }

  @Override
  public void allocSample(long position, DumpRecord.AllocSample sample) {
    samplesByBucket.addTo(sample.bucket(), 1);
  }
}
