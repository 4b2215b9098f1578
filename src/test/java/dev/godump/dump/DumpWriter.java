package dev.godump.dump;

import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.format.RecordKind;
import dev.godump.io.Source;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a go1.7 heap dump record by record. Writes the Params record automatically before the
 * first record; {@link #finish} adds the other mandatory records that are missing.
 */
public final class DumpWriter {
  private static final int PAUSES = 256;

  private final Machine machine;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private DumpRecord.Params params;
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
    return tag(RecordKind.OBJECT).uvarint(address).contents(contents);
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
    return tag(RecordKind.TYPE)
        .uvarint(type.address())
        .uvarint(type.size())
        .string(type.name())
        .bool(type.flag());
  }

  public DumpWriter itab(long address, long type) {
    return tag(RecordKind.ITAB).uvarint(address).uvarint(type);
  }

  public DumpWriter goroutine(DumpRecord.Goroutine g) {
    goroutine = g.address();
    return tag(RecordKind.GOROUTINE)
        .uvarint(g.address())
        .uvarint(g.sp())
        .uvarint(g.id())
        .uvarint(g.createdAt())
        .uvarint(g.status())
        .bool(g.system())
        .bool(g.background())
        .uvarint(g.waitSince())
        .string(g.waitReason())
        .uvarint(g.context())
        .uvarint(g.thread())
        .uvarint(g.deferRecord())
        .uvarint(g.panicRecord());
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
    tag(RecordKind.FRAME).uvarint(frame.sp()).uvarint(frame.depth()).uvarint(frame.childSp());
    bytes(contents.bytes());
    return uvarint(frame.entry())
        .uvarint(frame.pc())
        .uvarint(frame.continuePc())
        .string(frame.function())
        .fields(contents);
  }

  public DumpWriter frame(String function, Memory contents) {
    return frame(
        new DumpRecord.Frame(0x7f0000, 0, 0, null, 0x401000, 0x401010, 0x401010, function, null),
        contents);
  }

  public DumpWriter defer(DumpRecord.Defer d) {
    return tag(RecordKind.DEFER)
        .uvarint(d.address())
        .uvarint(d.goroutine())
        .uvarint(d.sp())
        .uvarint(d.pc())
        .uvarint(d.function())
        .uvarint(d.entry())
        .uvarint(d.next());
  }

  /** Writes a pending defer of the newest goroutine. */
  public DumpWriter defer(long function) {
    return defer(
        new DumpRecord.Defer(0x20000, goroutine, 0x7f0000, 0x401010, function, 0x402000, 0));
  }

  public DumpWriter panic(DumpRecord.Panic p) {
    return tag(RecordKind.PANIC)
        .uvarint(p.address())
        .uvarint(p.goroutine())
        .uvarint(p.type())
        .uvarint(p.value())
        .uvarint(p.deferRecord())
        .uvarint(p.next());
  }

  /** Writes a panic of the newest goroutine. */
  public DumpWriter panic(long value) {
    return panic(new DumpRecord.Panic(0x7f0010, goroutine, 0x4a0000, value, 0, 0));
  }

  public DumpWriter thread(DumpRecord.OsThread thread) {
    return tag(RecordKind.THREAD)
        .uvarint(thread.address())
        .uvarint(thread.id())
        .uvarint(thread.osId());
  }

  public DumpWriter data(long address, Memory contents) {
    data = true;
    return tag(RecordKind.DATA).uvarint(address).contents(contents);
  }

  public DumpWriter bss(long address, Memory contents) {
    bss = true;
    return tag(RecordKind.BSS).uvarint(address).contents(contents);
  }

  public DumpWriter finalizer(DumpRecord.Finalizer f) {
    return tag(f.kind())
        .uvarint(f.object())
        .uvarint(f.function())
        .uvarint(f.entry())
        .uvarint(f.parameterType())
        .uvarint(f.objectType());
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
    return tag(RecordKind.OTHER_ROOT).string(description).uvarint(address);
  }

  /** Writes MemStats that are all zero except for the number of objects written so far. */
  public DumpWriter memStats() {
    return memStats(objects);
  }

  /** Writes MemStats that count {@code heapObjects} objects, however many were written. */
  public DumpWriter memStats(long heapObjects) {
    long[] values = new long[MemStats.names().size() + PAUSES + 1];
    values[MemStats.names().indexOf("HeapAlloc")] = objectBytes;
    values[MemStats.names().indexOf("HeapObjects")] = heapObjects;
    return memStats(values);
  }

  /** Writes MemStats with all numbers given: the named ones, the pauses, NumGC. */
  public DumpWriter memStats(long[] values) {
    stats = true;
    tag(RecordKind.MEM_STATS);
    for (long value : values) {
      uvarint(value);
    }
    return this;
  }

  public DumpWriter memProf(DumpRecord.MemProf bucket) {
    tag(RecordKind.MEM_PROF)
        .uvarint(bucket.bucket())
        .uvarint(bucket.size())
        .uvarint(bucket.stack().size());
    for (DumpRecord.StackEntry entry : bucket.stack()) {
      string(entry.function()).string(entry.file()).uvarint(entry.line());
    }
    return uvarint(bucket.allocs()).uvarint(bucket.frees());
  }

  public DumpWriter allocSample(long object, long bucket) {
    return tag(RecordKind.ALLOC_SAMPLE).uvarint(object).uvarint(bucket);
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

  private DumpWriter contents(Memory memory) {
    return bytes(memory.bytes()).fields(memory);
  }

  private DumpWriter fields(Memory memory) {
    for (long offset : memory.offsets()) {
      uvarint(1).uvarint(offset);
    }
    return uvarint(0);
  }

  /** Writes the header and the Params record. */
  private void begin() {
    if (begun) {
      return;
    }
    begun = true;
    raw("go1.7 heap dump\n".getBytes(StandardCharsets.US_ASCII));
    tag(RecordKind.PARAMS)
        .bool(params.bigEndian())
        .uvarint(params.pointerSize())
        .uvarint(params.heapStart())
        .uvarint(params.heapEnd())
        .string(params.arch())
        .string(params.version())
        .uvarint(params.cpus());
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
    return tag(RecordKind.EOF).out.toByteArray();
  }

  /** Returns the whole dump as a source. */
  public Source source() {
    return new BytesSource(finish());
  }
}
