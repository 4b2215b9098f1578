package dev.godump.format;

import dev.godump.io.ByteReader;
import dev.godump.io.EndOfBytesException;
import dev.godump.io.MalformedVarintException;
import dev.godump.io.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a go1.7 heap dump from front to back, in constant memory, and passes each to
 * a {@link RecordVisitor}. Accepts any order of records. Lengths are never trusted: memory is
 * allocated only for bytes that were read. Not thread-safe.
 */
public final class RecordReader {
  private static final int REPORT_EVERY = 1 << 14;

  private final Source source;
  private final ByteReader in;
  private final ObjectRecord object;
  private final StringInterner names = new StringInterner();
  private final long[] countByTag = new long[RecordKind.values().length];
  private final long[] bytes = new long[RecordKind.values().length];

  /** The most ranges of records other than objects and goroutines to remember. */
  private static final int MAX_RANGES = 10_000;

  private final List<FileRange> otherRanges = new ArrayList<>();
  private long rangeStart = Header.LENGTH;
  private boolean inBulk;

  private DumpRecord.@Nullable Params params;
  private @Nullable RecordKind reading;
  private long recordStart;
  private @Nullable ReadOutcome outcome;

  /**
   * @throws FormatException if the file doesn't start as a dump that can be read
   */
  public RecordReader(Source source) throws IOException {
    this(source, new ByteReader(source));
  }

  /** Uses a reader of a chosen buffer size. */
  RecordReader(Source source, ByteReader in) throws IOException {
    Header.check(source);
    this.source = source;
    this.in = in;
    this.object = new ObjectRecord(in);
    in.seek(Header.LENGTH);
  }

  /** Returns where the next record starts, in bytes from the start of the (unpacked) file. */
  public long position() {
    return in.position();
  }

  /** Returns the number of whole records of a kind read so far, phantom objects included. */
  public long count(RecordKind kind) {
    return countByTag[kind.tag()];
  }

  /** Returns the bytes that the records of a kind read so far take in the file. */
  public long bytes(RecordKind kind) {
    return bytes[kind.tag()];
  }

  /**
   * Reads the Params record, which every dump starts with.
   *
   * @throws FormatException if the file is damaged before its end
   */
  public DumpRecord.Params readParams() throws IOException {
    next(new RecordVisitor() {});
    return Objects.requireNonNull(params);
  }

  /**
   * Reads all records.
   *
   * @param progress is called with the position now and then
   * @return {@link #outcome}
   * @throws FormatException if the file is damaged before its Params record ends
   */
  public ReadOutcome read(RecordVisitor visitor, LongConsumer progress) throws IOException {
    for (long records = 1; next(visitor); records++) {
      if (records % REPORT_EVERY == 0) {
        progress.accept(in.position());
      }
    }
    return outcome();
  }

  /**
   * Returns a reader of the same dump that starts at the record at a position; for {@link
   * #readObjects}. The Params record must have been read.
   */
  public RecordReader at(long position) throws IOException {
    RecordReader other = new RecordReader(source);
    other.params = Objects.requireNonNull(params);
    other.object.setWordFormat(params.pointerSize(), params.bigEndian());
    other.in.seek(position);
    other.recordStart = position;
    return other;
  }

  /**
   * Reads object records up to a position, or to the first record of another kind.
   *
   * @param end where to stop; a record that starts before it is read to its end
   * @throws IOException if the dump is cut or damaged there
   */
  public void readObjects(RecordVisitor visitor, long end) throws IOException {
    while (in.position() < end && in.nextIs(RecordKind.OBJECT.tag())) {
      readOne(visitor);
    }
  }

  /**
   * Goes on where another reader stopped that has read the object records from this reader's
   * position on.
   */
  public void continueAfter(RecordReader other) {
    if (!inBulk) {
      recordStart = in.position();
      switchBulk();
    }
    int objects = RecordKind.OBJECT.tag();
    countByTag[objects] += other.countByTag[objects];
    bytes[objects] += other.bytes[objects];
    in.seek(other.position());
  }

  /**
   * Reads the records of a range of the dump, and no other bytes.
   *
   * @throws FormatException if no record ends where the range ends
   */
  public void read(RecordVisitor visitor, FileRange part) throws IOException {
    in.seek(part.start());
    in.endAt(part.end());
    try {
      while (in.position() < part.end() && readOne(visitor)) {
        // each step reads one
      }
    } catch (EndOfBytesException e) {
      throw new FormatException(part.end(), "no record ends here");
    } finally {
      in.endAt(Long.MAX_VALUE);
    }
    if (in.position() != part.end()) {
      throw new FormatException(part.end(), "no record ends here");
    }
  }

  /**
   * Returns the ranges of whole records other than those of objects and goroutines; Go writes one
   * range before and one after them. Empty if there are too many ranges.
   */
  public List<FileRange> otherRanges() {
    List<FileRange> all = new ArrayList<>(otherRanges);
    if (!inBulk) {
      all.add(new FileRange(rangeStart, outcome().end()));
    }
    return all.size() > MAX_RANGES ? List.of() : List.copyOf(all);
  }

  /** Whether a dump can have very many records of a kind. */
  private static boolean isBulk(RecordKind kind) {
    return switch (kind) {
      case OBJECT, GOROUTINE, FRAME, DEFER, PANIC -> true;
      default -> false;
    };
  }

  /** Starts or ends a range at the record being read. */
  private void switchBulk() {
    inBulk = !inBulk;
    if (!inBulk) {
      rangeStart = recordStart;
    } else if (otherRanges.size() <= MAX_RANGES) {
      otherRanges.add(new FileRange(rangeStart, recordStart));
    }
  }

  /**
   * Reads one record. A cut or damaged file is not an error here: whole records have been visited,
   * and {@link #outcome} states the problem.
   *
   * @return whether there may be more
   * @throws FormatException if the file is damaged before its Params record ends
   */
  public boolean next(RecordVisitor visitor) throws IOException {
    try {
      if (readOne(visitor)) {
        return true;
      }
      outcome = new ReadOutcome(in.position(), Optional.empty(), !in.atEnd());
    } catch (EndOfBytesException e) {
      outcome = new ReadOutcome(recordStart, Optional.of(cut(e.position())), false);
    } catch (MalformedVarintException e) {
      outcome = damaged(e.position(), "a number of more than 64 bits");
    } catch (FormatException e) {
      outcome = damaged(e.offset(), e.getMessage());
    }
    if (params == null) {
      throw new FormatException(
          outcome.end(),
          "no Params record at the start: " + outcome.problem().orElse("the dump is empty"));
    }
    return false;
  }

  /** Returns how reading ended, once {@link #next} has returned false. */
  public ReadOutcome outcome() {
    return Objects.requireNonNull(outcome, "there may be more records");
  }

  private String cut(long end) {
    String where =
        reading == null
            ? "between two records"
            : "inside " + article(reading) + " record that starts at byte " + recordStart;
    String why = source.prematureEnd().map(reason -> "; " + reason).orElse("");
    return "the file ends at byte " + end + ", " + where + why;
  }

  private ReadOutcome damaged(long offset, @Nullable String what) {
    String where =
        reading == null
            ? ""
            : " (in " + article(reading) + " record that starts at byte " + recordStart + ")";
    return new ReadOutcome(
        recordStart,
        Optional.of("the file is damaged at byte " + offset + where + ": " + what),
        false);
  }

  private static String article(RecordKind kind) {
    String name = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return ("aeiou".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
  }

  /** Reads one record; returns false at the end mark. */
  private boolean readOne(RecordVisitor visitor) throws IOException {
    recordStart = in.position();
    reading = null;
    long tag = in.uvarint();
    RecordKind kind = RecordKind.ofTag(tag);
    if (kind == null) {
      throw new FormatException(recordStart, "no record has the tag " + Long.toUnsignedString(tag));
    }
    reading = kind;
    if (params == null && kind != RecordKind.PARAMS && kind != RecordKind.EOF) {
      throw new FormatException(recordStart, article(kind) + " record before any Params record");
    }
    if (isBulk(kind) != inBulk) {
      switchBulk();
    }
    show(kind, visitor);
    countByTag[kind.tag()]++;
    bytes[kind.tag()] += in.position() - recordStart;
    return kind != RecordKind.EOF;
  }

  private void show(RecordKind kind, RecordVisitor visitor) throws IOException {
    long at = recordStart;
    switch (kind) {
      case EOF -> visitor.end(at);
      case OBJECT -> {
        object.read();
        visitor.object(at, object);
        object.finish();
        in.keepFrom(Long.MAX_VALUE);
      }
      case OTHER_ROOT -> visitor.otherRoot(at, new DumpRecord.OtherRoot(string(), in.uvarint()));
      case TYPE ->
          visitor.type(at, new DumpRecord.Type(in.uvarint(), in.uvarint(), string(), bool()));
      case GOROUTINE -> visitor.goroutine(at, goroutine());
      case FRAME -> {
        DumpRecord.Frame frame = FrameLookup.read(in, names);
        visitor.frame(at, frame, words(frame.contents()));
      }
      case PARAMS -> visitor.params(at, params());
      case FINALIZER, QUEUED_FINALIZER ->
          visitor.finalizer(
              at,
              new DumpRecord.Finalizer(
                  kind, in.uvarint(), in.uvarint(), in.uvarint(), in.uvarint(), in.uvarint()));
      case ITAB -> visitor.itab(at, new DumpRecord.Itab(in.uvarint(), in.uvarint()));
      case THREAD ->
          visitor.thread(at, new DumpRecord.OsThread(in.uvarint(), in.uvarint(), in.uvarint()));
      case MEM_STATS -> visitor.memStats(at, memStats());
      case DATA, BSS -> {
        DumpRecord.Segment segment =
            new DumpRecord.Segment(kind, in.uvarint(), RecordContents.read(in), FieldList.read(in));
        visitor.segment(at, segment, words(segment.contents()));
      }
      case DEFER ->
          visitor.defer(
              at,
              new DumpRecord.Defer(
                  in.uvarint(),
                  in.uvarint(),
                  in.uvarint(),
                  in.uvarint(),
                  in.uvarint(),
                  in.uvarint(),
                  in.uvarint()));
      case PANIC ->
          visitor.panic(
              at,
              new DumpRecord.Panic(
                  in.uvarint(),
                  in.uvarint(),
                  in.uvarint(),
                  in.uvarint(),
                  in.uvarint(),
                  in.uvarint()));
      case MEM_PROF -> visitor.memProf(at, memProf());
      case ALLOC_SAMPLE ->
          visitor.allocSample(at, new DumpRecord.AllocSample(in.uvarint(), in.uvarint()));
    }
  }

  private DumpRecord.Params params() throws IOException {
    boolean bigEndian = bool();
    long at = in.position();
    long pointerSize = in.uvarint();
    if (pointerSize != 4 && pointerSize != 8) {
      throw new FormatException(
          at, "a pointer size of " + Long.toUnsignedString(pointerSize) + " bytes");
    }
    DumpRecord.Params read =
        new DumpRecord.Params(
            bigEndian,
            (int) pointerSize,
            in.uvarint(),
            in.uvarint(),
            string(),
            string(),
            in.uvarint());
    if (params == null) {
      params = read;
      object.setWordFormat(read.pointerSize(), bigEndian);
    }
    return read;
  }

  private DumpRecord.Goroutine goroutine() throws IOException {
    return new DumpRecord.Goroutine(
        in.uvarint(),
        in.uvarint(),
        in.uvarint(),
        in.uvarint(),
        in.uvarint(),
        bool(),
        bool(),
        in.uvarint(),
        string(),
        in.uvarint(),
        in.uvarint(),
        in.uvarint(),
        in.uvarint());
  }

  private MemStats memStats() throws IOException {
    long[] values = new long[MemStats.COUNT];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.uvarint();
    }
    return new MemStats(values);
  }

  private DumpRecord.MemProf memProf() throws IOException {
    long bucket = in.uvarint();
    long size = in.uvarint();
    long depth = in.uvarint();
    List<DumpRecord.StackEntry> stack = new ArrayList<>();
    for (long i = 0; i != depth; i++) {
      stack.add(new DumpRecord.StackEntry(string(), string(), in.uvarint()));
    }
    return new DumpRecord.MemProf(bucket, size, List.copyOf(stack), in.uvarint(), in.uvarint());
  }

  private boolean bool() throws IOException {
    long at = in.position();
    long value = in.uvarint();
    if (value != 0 && value != 1) {
      throw new FormatException(at, "a bool of " + Long.toUnsignedString(value));
    }
    return value == 1;
  }

  private String string() throws IOException {
    return names.read(in);
  }

  private RecordVisitor.Words words(RecordContents contents) {
    DumpRecord.Params format = Objects.requireNonNull(params);
    return offset ->
        in.word(contents.position() + offset, format.pointerSize(), format.bigEndian());
  }
}
