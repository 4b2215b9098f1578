package dev.godump.dump;

import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.format.RecordContents;
import dev.godump.format.RecordKind;
import dev.godump.format.RecordWriter;
import dev.godump.io.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Makes a dump in memory, with short forms of records for tests. Writes the Params record before
 * the first record; {@link #finish} adds the other mandatory records that are missing. Parts of
 * records can be written one by one, for dumps that no Go would write.
 */
public final class DumpWriter {
  private final Machine machine;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private DumpRecord.Params params;
  private final RecordWriter records;
  private boolean begun;
  private boolean data;
  private boolean bss;
  private boolean stats;
  private long objects;
  private long objectBytes;
  private long goroutine;

  private DumpWriter(Machine machine, String version) {
    this.machine = machine;
    this.params =
        new DumpRecord.Params(
            machine.bigEndian(),
            machine.pointerSize(),
            0xc000000000L,
            0xc004000000L,
            machine.arch(),
            version,
            4);
    try {
      this.records = new RecordWriter(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a dump of an amd64 program built with a Go release, such as {@code go1.21.0}. */
  public static DumpWriter go(String version) {
    return go(version, Machine.AMD64);
  }

  public static DumpWriter go(String version, Machine machine) {
    return new DumpWriter(machine, version);
  }

  public DumpWriter params(DumpRecord.Params record) {
    params = record;
    return this;
  }

  public Memory memory(int size) {
    return machine.memory(size);
  }

  public DumpWriter object(long address, Memory contents) {
    objects++;
    objectBytes += contents.bytes().length;
    return write(records -> records.object(address, contents.contents(), contents.pointers()));
  }

  /** Writes an object without pointers. */
  public DumpWriter object(long address, int size) {
    return object(address, memory(size));
  }

  /** Writes the record of a slot without an object, which MemStats doesn't count. */
  public DumpWriter phantom(long address, Memory contents) {
    object(address, contents);
    objects--;
    objectBytes -= contents.bytes().length;
    return this;
  }

  public DumpWriter type(DumpRecord.Type type) {
    return write(records -> records.type(type));
  }

  public DumpWriter itab(long address, long type) {
    return write(records -> records.itab(new DumpRecord.Itab(address, type)));
  }

  public DumpWriter goroutine(DumpRecord.Goroutine g) {
    goroutine = g.address();
    return write(records -> records.goroutine(g));
  }

  /** Writes a waiting goroutine without a context closure. */
  public DumpWriter goroutine(long id, String waitReason) {
    return goroutine(id, waitReason, 0);
  }

  public DumpWriter goroutine(long id, String waitReason, long context) {
    long address = 0x10000 + id * 0x200;
    return goroutine(
        new DumpRecord.Goroutine(
            address, 0x7f0000, id, 0x401000, 4, false, false, 0, waitReason, context, 0, 0, 0));
  }

  /** Writes a frame; ignores the contents and pointers of {@code frame}. */
  public DumpWriter frame(DumpRecord.Frame frame, Memory contents) {
    DumpRecord.Frame whole =
        new DumpRecord.Frame(
            frame.sp(),
            frame.depth(),
            frame.childSp(),
            RecordContents.NONE,
            frame.entry(),
            frame.pc(),
            frame.continuePc(),
            frame.function(),
            contents.offsets());
    return write(records -> records.frame(whole, contents.contents()));
  }

  public DumpWriter frame(String function, Memory contents) {
    return frame(
        new DumpRecord.Frame(0x7f0000, 0, 0, null, 0x401000, 0x401010, 0x401010, function, null),
        contents);
  }

  public DumpWriter defer(DumpRecord.Defer d) {
    return write(records -> records.defer(d));
  }

  /** Writes a pending defer of the newest goroutine. */
  public DumpWriter defer(long function) {
    return defer(
        new DumpRecord.Defer(0x20000, goroutine, 0x7f0000, 0x401010, function, 0x402000, 0));
  }

  public DumpWriter panic(DumpRecord.Panic p) {
    return write(records -> records.panic(p));
  }

  /** Writes a panic of the newest goroutine. */
  public DumpWriter panic(long value) {
    return panic(new DumpRecord.Panic(0x7f0010, goroutine, 0x4a0000, value, 0, 0));
  }

  public DumpWriter thread(DumpRecord.OsThread thread) {
    return write(records -> records.thread(thread));
  }

  public DumpWriter data(long address, Memory contents) {
    data = true;
    return segment(RecordKind.DATA, address, contents);
  }

  public DumpWriter bss(long address, Memory contents) {
    bss = true;
    return segment(RecordKind.BSS, address, contents);
  }

  private DumpWriter segment(RecordKind kind, long address, Memory contents) {
    DumpRecord.Segment segment =
        new DumpRecord.Segment(kind, address, RecordContents.NONE, contents.offsets());
    return write(records -> records.segment(segment, contents.contents()));
  }

  public DumpWriter finalizer(DumpRecord.Finalizer f) {
    return write(records -> records.finalizer(f));
  }

  public DumpWriter finalizer(long object, long function) {
    return finalizer(
        new DumpRecord.Finalizer(
            RecordKind.FINALIZER, object, function, 0x402000, 0x4a0000, 0x4a0000));
  }

  public DumpWriter queuedFinalizer(long object, long function) {
    return finalizer(
        new DumpRecord.Finalizer(
            RecordKind.QUEUED_FINALIZER, object, function, 0x402000, 0x4a0000, 0x4a0000));
  }

  public DumpWriter otherRoot(String description, long address) {
    return write(records -> records.otherRoot(new DumpRecord.OtherRoot(description, address)));
  }

  /** Writes MemStats that are all zero except for the number of objects written so far. */
  public DumpWriter memStats() {
    return memStats(objects);
  }

  /** Writes MemStats that count {@code heapObjects} objects, however many were written. */
  public DumpWriter memStats(long heapObjects) {
    long[] values = new long[MemStats.COUNT];
    values[MemStats.names().indexOf("HeapAlloc")] = objectBytes;
    values[MemStats.names().indexOf("HeapObjects")] = heapObjects;
    return memStats(values);
  }

  /** Writes MemStats with all numbers given: the named ones, the pauses, NumGC. */
  public DumpWriter memStats(long[] values) {
    stats = true;
    return write(records -> records.memStats(new MemStats(values)));
  }

  public DumpWriter memProf(DumpRecord.MemProf bucket) {
    return write(records -> records.memProf(bucket));
  }

  public DumpWriter allocSample(long object, long bucket) {
    return write(records -> records.allocSample(new DumpRecord.AllocSample(object, bucket)));
  }

  /** Starts a record; its fields follow one by one. */
  public DumpWriter tag(RecordKind kind) {
    begin();
    return uvarint(kind.tag());
  }

  public DumpWriter uvarint(long value) {
    return raw(Varint.of(value));
  }

  public DumpWriter bool(boolean value) {
    return uvarint(value ? 1 : 0);
  }

  public DumpWriter string(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a length and that number of bytes. */
  public DumpWriter bytes(byte[] bytes) {
    return uvarint(bytes.length).raw(bytes);
  }

  public DumpWriter raw(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  @FunctionalInterface
  private interface RecordBody {
    void write(RecordWriter records) throws IOException;
  }

  /** Writes a record after the Params record. */
  private DumpWriter write(RecordBody record) {
    begin();
    try {
      record.write(records);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Writes the Params record. */
  private void begin() {
    if (!begun) {
      begun = true;
      write(header -> header.params(params));
    }
  }

  /** Returns the number of bytes written so far. */
  public int position() {
    begin();
    return out.size();
  }

  /** Returns the bytes written so far: a dump that was cut at the end of a record. */
  public byte[] unfinished() {
    begin();
    return out.toByteArray();
  }

  /** Returns the bytes written so far as a source. */
  public Source cut() {
    return new BytesSource(unfinished());
  }

  /** Adds the segments, MemStats and end mark if missing, and returns the whole dump. */
  public byte[] finish() {
    if (!data) {
      data(0x500000, memory(0));
    }
    if (!bss) {
      bss(0x600000, memory(0));
    }
    if (!stats) {
      memStats();
    }
    return write(RecordWriter::end).out.toByteArray();
  }

  /** Returns the whole dump as a source. */
  public Source source() {
    return new BytesSource(finish());
  }
}
