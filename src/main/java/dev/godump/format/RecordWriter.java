package dev.godump.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a go1.7 heap dump record by record, byte for byte as {@code runtime/debug.WriteHeapDump}
 * does (runtime/heapdump.go). Records that {@link RecordReader} read and that are written again in
 * their order give the same file.
 *
 * <p>Go writes {@link #params} first, then types and itabs, objects, goroutines, each with its
 * frames, defers and panics, threads, the data segment, the BSS segment, finalizers, {@link
 * #memStats}, the allocation profile with its samples, and {@link #end} last. The writer does not
 * check the order or the values: it can also write damaged dumps. Numbers are unsigned.
 *
 * <p>Nothing is kept in memory and nothing is buffered: give it a buffered stream. Not thread-safe.
 */
public final class RecordWriter {
  private final OutputStream out;

  /** Writes the line that every dump starts with. */
  public RecordWriter(OutputStream out) throws IOException {
    this.out = out;
    out.write(Header.SUPPORTED.getBytes(StandardCharsets.US_ASCII));
  }

  public void params(DumpRecord.Params params) throws IOException {
    tag(RecordKind.PARAMS);
    bool(params.bigEndian());
    uvarint(params.pointerSize());
    uvarint(params.heapStart());
    uvarint(params.heapEnd());
    string(params.arch());
    string(params.version());
    uvarint(params.cpus());
  }

  public void type(DumpRecord.Type type) throws IOException {
    tag(RecordKind.TYPE);
    uvarint(type.address());
    uvarint(type.size());
    string(type.name());
    bool(type.flag());
  }

  public void itab(DumpRecord.Itab itab) throws IOException {
    tag(RecordKind.ITAB);
    uvarint(itab.address());
    uvarint(itab.type());
  }

  /**
   * Writes an object.
   *
   * @param address the start of its slot
   * @param contents the whole slot
   * @param pointers offsets of its pointers, which Go writes in ascending order
   */
  public void object(long address, Contents contents, PointerOffsets pointers) throws IOException {
    tag(RecordKind.OBJECT);
    uvarint(address);
    contents(contents);
    fields(pointers);
  }

  public void goroutine(DumpRecord.Goroutine goroutine) throws IOException {
    tag(RecordKind.GOROUTINE);
    uvarint(goroutine.address());
    uvarint(goroutine.sp());
    uvarint(goroutine.id());
    uvarint(goroutine.createdAt());
    uvarint(goroutine.status());
    bool(goroutine.system());
    bool(goroutine.background());
    uvarint(goroutine.waitSince());
    string(goroutine.waitReason());
    uvarint(goroutine.context());
    uvarint(goroutine.thread());
    uvarint(goroutine.deferRecord());
    uvarint(goroutine.panicRecord());
  }

  /**
   * Writes a frame of the goroutine before it.
   *
   * @param frame all but its {@link DumpRecord.Frame#contents}, which are ignored
   * @param contents its bytes, from sp up
   */
  public void frame(DumpRecord.Frame frame, Contents contents) throws IOException {
    tag(RecordKind.FRAME);
    uvarint(frame.sp());
    uvarint(frame.depth());
    uvarint(frame.childSp());
    contents(contents);
    uvarint(frame.entry());
    uvarint(frame.pc());
    uvarint(frame.continuePc());
    string(frame.function());
    fields(frame.pointers());
  }

  public void defer(DumpRecord.Defer defer) throws IOException {
    tag(RecordKind.DEFER);
    uvarint(defer.address());
    uvarint(defer.goroutine());
    uvarint(defer.sp());
    uvarint(defer.pc());
    uvarint(defer.function());
    uvarint(defer.entry());
    uvarint(defer.next());
  }

  public void panic(DumpRecord.Panic panic) throws IOException {
    tag(RecordKind.PANIC);
    uvarint(panic.address());
    uvarint(panic.goroutine());
    uvarint(panic.type());
    uvarint(panic.value());
    uvarint(panic.deferRecord());
    uvarint(panic.next());
  }

  public void thread(DumpRecord.OsThread thread) throws IOException {
    tag(RecordKind.THREAD);
    uvarint(thread.address());
    uvarint(thread.id());
    uvarint(thread.osId());
  }

  /**
   * Writes the data or the BSS segment.
   *
   * @param segment all but its {@link DumpRecord.Segment#contents}, which are ignored
   * @param contents its bytes
   */
  public void segment(DumpRecord.Segment segment, Contents contents) throws IOException {
    tag(segment.kind());
    uvarint(segment.address());
    contents(contents);
    fields(segment.pointers());
  }

  public void finalizer(DumpRecord.Finalizer finalizer) throws IOException {
    tag(finalizer.kind());
    uvarint(finalizer.object());
    uvarint(finalizer.function());
    uvarint(finalizer.entry());
    uvarint(finalizer.parameterType());
    uvarint(finalizer.objectType());
  }

  /** Writes a root of another kind, which no Go since 1.4 does. */
  public void otherRoot(DumpRecord.OtherRoot root) throws IOException {
    tag(RecordKind.OTHER_ROOT);
    string(root.description());
    uvarint(root.address());
  }

  public void memStats(MemStats stats) throws IOException {
    tag(RecordKind.MEM_STATS);
    for (long value : stats.values()) {
      uvarint(value);
    }
  }

  public void memProf(DumpRecord.MemProf bucket) throws IOException {
    tag(RecordKind.MEM_PROF);
    uvarint(bucket.bucket());
    uvarint(bucket.size());
    uvarint(bucket.stack().size());
    for (DumpRecord.StackEntry entry : bucket.stack()) {
      string(entry.function());
      string(entry.file());
      uvarint(entry.line());
    }
    uvarint(bucket.allocs());
    uvarint(bucket.frees());
  }

  public void allocSample(DumpRecord.AllocSample sample) throws IOException {
    tag(RecordKind.ALLOC_SAMPLE);
    uvarint(sample.object());
    uvarint(sample.bucket());
  }

  /** Writes the mark at the end of a complete dump. */
  public void end() throws IOException {
    tag(RecordKind.EOF);
  }

  private void tag(RecordKind kind) throws IOException {
    uvarint(kind.tag());
  }

  /** Writes 7 bits in each byte, the lowest first; a set high bit says that more follow. */
  private void uvarint(long value) throws IOException {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private void bool(boolean value) throws IOException {
    uvarint(value ? 1 : 0);
  }

  private void string(String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    uvarint(utf8.length);
    out.write(utf8);
  }

  private void contents(Contents contents) throws IOException {
    uvarint(contents.length());
    ContentsOutput written = new ContentsOutput(out, contents.length());
    contents.writeTo(written);
    written.check();
  }

  private void fields(PointerOffsets pointers) throws IOException {
    for (long offset = pointers.next(); offset >= 0; offset = pointers.next()) {
      field(offset);
    }
    uvarint(0);
  }

  private void fields(long[] pointers) throws IOException {
    for (long offset : pointers) {
      field(offset);
    }
    uvarint(0);
  }

  private void field(long offset) throws IOException {
    uvarint(FieldList.POINTER);
    uvarint(offset);
  }
}
