package dev.godump.report.record;

import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.format.ObjectRecord;
import dev.godump.format.RecordContents;
import dev.godump.format.RecordKind;
import dev.godump.format.RecordVisitor;
import dev.godump.report.text.Json;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;

/** Turns records of some kinds into rows of named fields. */
final class RecordFields implements RecordVisitor {
  private final Set<RecordKind> kinds;
  private final Consumer<RecordRow> rows;

  /**
   * @param kinds of records to turn into rows
   */
  RecordFields(Set<RecordKind> kinds, Consumer<RecordRow> rows) {
    this.kinds = kinds;
    this.rows = rows;
  }

  private void row(long position, RecordKind kind, Json.Fields fields) {
    if (kinds.contains(kind)) {
      rows.accept(new RecordRow(position, kind, fields));
    }
  }

  private static Json.Fields contents(Json.Fields fields, RecordContents contents) {
    return fields
        .withUnsigned("size", contents.length())
        .with("contents_position", contents.position());
  }

  @Override
  public void params(long position, DumpRecord.Params p) {
    row(
        position,
        RecordKind.PARAMS,
        Json.fields()
            .with("big_endian", p.bigEndian())
            .with("pointer_size", p.pointerSize())
            .withAddress("heap_start", p.heapStart())
            .withAddress("heap_end", p.heapEnd())
            .with("arch", p.arch())
            .with("version", p.version())
            .withUnsigned("cpus", p.cpus()));
  }

  @Override
  public void object(long position, ObjectRecord object) throws IOException {
    if (!kinds.contains(RecordKind.OBJECT)) {
      return;
    }
    Json.Fields fields =
        contents(Json.fields().withAddress("address", object.address()), object.contents());
    LongArrayList pointers = new LongArrayList();
    for (long at = object.nextPointer(); at != ObjectRecord.NONE; at = object.nextPointer()) {
      pointers.add(at);
    }
    row(position, RecordKind.OBJECT, fields.with("pointers", pointers));
  }

  @Override
  public void type(long position, DumpRecord.Type type) {
    row(
        position,
        RecordKind.TYPE,
        Json.fields()
            .withAddress("address", type.address())
            .withUnsigned("size", type.size())
            .with("name", type.name())
            .with("flag", type.flag()));
  }

  @Override
  public void itab(long position, DumpRecord.Itab itab) {
    row(
        position,
        RecordKind.ITAB,
        Json.fields().withAddress("address", itab.address()).withAddress("type", itab.type()));
  }

  @Override
  public void goroutine(long position, DumpRecord.Goroutine g) {
    row(
        position,
        RecordKind.GOROUTINE,
        Json.fields()
            .withAddress("address", g.address())
            .withAddress("sp", g.sp())
            .withUnsigned("id", g.id())
            .withAddress("created_at", g.createdAt())
            .withUnsigned("status", g.status())
            .with("system", g.system())
            .with("background", g.background())
            .withUnsigned("wait_since", g.waitSince())
            .with("wait_reason", g.waitReason())
            .withAddress("context", g.context())
            .withAddress("thread", g.thread())
            .withAddress("defer", g.deferRecord())
            .withAddress("panic", g.panicRecord()));
  }

  @Override
  public void frame(long position, DumpRecord.Frame f, Words words) {
    Json.Fields fields =
        Json.fields()
            .withAddress("sp", f.sp())
            .withUnsigned("depth", f.depth())
            .withAddress("child_sp", f.childSp());
    row(
        position,
        RecordKind.FRAME,
        contents(fields, f.contents())
            .withAddress("entry", f.entry())
            .withAddress("pc", f.pc())
            .withAddress("continue_pc", f.continuePc())
            .with("function", f.function())
            .with("pointers", Json.unsigned(f.pointers())));
  }

  @Override
  public void defer(long position, DumpRecord.Defer d) {
    row(
        position,
        RecordKind.DEFER,
        Json.fields()
            .withAddress("address", d.address())
            .withAddress("goroutine", d.goroutine())
            .withAddress("sp", d.sp())
            .withAddress("pc", d.pc())
            .withAddress("function", d.function())
            .withAddress("entry", d.entry())
            .withAddress("next", d.next()));
  }

  @Override
  public void panic(long position, DumpRecord.Panic p) {
    row(
        position,
        RecordKind.PANIC,
        Json.fields()
            .withAddress("address", p.address())
            .withAddress("goroutine", p.goroutine())
            .withAddress("type", p.type())
            .withAddress("value", p.value())
            .withAddress("defer", p.deferRecord())
            .withAddress("next", p.next()));
  }

  @Override
  public void thread(long position, DumpRecord.OsThread thread) {
    row(
        position,
        RecordKind.THREAD,
        Json.fields()
            .withAddress("address", thread.address())
            .withUnsigned("id", thread.id())
            .withUnsigned("os_id", thread.osId()));
  }

  @Override
  public void segment(long position, DumpRecord.Segment segment, Words words) {
    row(
        position,
        segment.kind(),
        contents(Json.fields().withAddress("address", segment.address()), segment.contents())
            .with("pointers", Json.unsigned(segment.pointers())));
  }

  @Override
  public void finalizer(long position, DumpRecord.Finalizer f) {
    row(
        position,
        f.kind(),
        Json.fields()
            .withAddress("object", f.object())
            .withAddress("function", f.function())
            .withAddress("entry", f.entry())
            .withAddress("parameter_type", f.parameterType())
            .withAddress("object_type", f.objectType()));
  }

  @Override
  public void otherRoot(long position, DumpRecord.OtherRoot root) {
    row(
        position,
        RecordKind.OTHER_ROOT,
        Json.fields()
            .with("description", root.description())
            .withAddress("address", root.address()));
  }

  @Override
  public void memStats(long position, MemStats stats) {
    row(
        position,
        RecordKind.MEM_STATS,
        MemStatsReport.recorded(stats).with("PauseNs", Json.unsigned(stats.pauses())));
  }

  @Override
  public void memProf(long position, DumpRecord.MemProf bucket) {
    row(
        position,
        RecordKind.MEM_PROF,
        Json.fields()
            .withAddress("bucket", bucket.bucket())
            .withUnsigned("size", bucket.size())
            .with("stack", MemProfReport.stack(bucket))
            .withUnsigned("allocs", bucket.allocs())
            .withUnsigned("frees", bucket.frees()));
  }

  @Override
  public void allocSample(long position, DumpRecord.AllocSample sample) {
    row(
        position,
        RecordKind.ALLOC_SAMPLE,
        Json.fields()
            .withAddress("object", sample.object())
            .withAddress("bucket", sample.bucket()));
  }

  @Override
  public void end(long position) {
    row(position, RecordKind.EOF, Json.fields());
  }
}
