package dev.godump.report;

import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.format.ObjectRecord;
import dev.godump.format.RecordContents;
import dev.godump.format.RecordKind;
import dev.godump.format.RecordVisitor;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;

/** Turns records of some kinds into rows, every field by its name. */
final class RecordFields implements RecordVisitor {
  private final Set<RecordKind> kinds;
  private final Consumer<RecordRow> rows;

  /**
   * @param kinds of records that are wanted
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

  private static String address(long address) {
    return Amounts.address(address);
  }

  private static Json.Fields contents(Json.Fields fields, RecordContents contents) {
    return fields
        .with("size", Json.unsigned(contents.length()))
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
            .with("heap_start", address(p.heapStart()))
            .with("heap_end", address(p.heapEnd()))
            .with("arch", p.arch())
            .with("version", p.version())
            .with("cpus", Json.unsigned(p.cpus())));
  }

  @Override
  public void object(long position, ObjectRecord object) throws IOException {
    if (!kinds.contains(RecordKind.OBJECT)) {
      return;
    }
    Json.Fields fields =
        contents(Json.fields().with("address", address(object.address())), object.contents());
    LongArrayList pointers = new LongArrayList();
    for (long at = object.nextPointer(); at >= 0; at = object.nextPointer()) {
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
            .with("address", address(type.address()))
            .with("size", Json.unsigned(type.size()))
            .with("name", type.name())
            .with("flag", type.flag()));
  }

  @Override
  public void itab(long position, DumpRecord.Itab itab) {
    row(
        position,
        RecordKind.ITAB,
        Json.fields().with("address", address(itab.address())).with("type", address(itab.type())));
  }

  @Override
  public void goroutine(long position, DumpRecord.Goroutine g) {
    row(
        position,
        RecordKind.GOROUTINE,
        Json.fields()
            .with("address", address(g.address()))
            .with("sp", address(g.sp()))
            .with("id", Json.unsigned(g.id()))
            .with("created_at", address(g.createdAt()))
            .with("status", Json.unsigned(g.status()))
            .with("system", g.system())
            .with("background", g.background())
            .with("wait_since", Json.unsigned(g.waitSince()))
            .with("wait_reason", g.waitReason())
            .with("context", address(g.context()))
            .with("thread", address(g.thread()))
            .with("defer", address(g.deferRecord()))
            .with("panic", address(g.panicRecord())));
  }

  @Override
  public void frame(long position, DumpRecord.Frame f, Words words) {
    Json.Fields fields =
        Json.fields()
            .with("sp", address(f.sp()))
            .with("depth", Json.unsigned(f.depth()))
            .with("child_sp", address(f.childSp()));
    row(
        position,
        RecordKind.FRAME,
        contents(fields, f.contents())
            .with("entry", address(f.entry()))
            .with("pc", address(f.pc()))
            .with("continue_pc", address(f.continuePc()))
            .with("function", f.function())
            .with("pointers", LongArrayList.wrap(f.pointers())));
  }

  @Override
  public void defer(long position, DumpRecord.Defer d) {
    row(
        position,
        RecordKind.DEFER,
        Json.fields()
            .with("address", address(d.address()))
            .with("goroutine", address(d.goroutine()))
            .with("sp", address(d.sp()))
            .with("pc", address(d.pc()))
            .with("function", address(d.function()))
            .with("entry", address(d.entry()))
            .with("next", address(d.next())));
  }

  @Override
  public void panic(long position, DumpRecord.Panic p) {
    row(
        position,
        RecordKind.PANIC,
        Json.fields()
            .with("address", address(p.address()))
            .with("goroutine", address(p.goroutine()))
            .with("type", address(p.type()))
            .with("value", address(p.value()))
            .with("defer", address(p.deferRecord()))
            .with("next", address(p.next())));
  }

  @Override
  public void thread(long position, DumpRecord.Thread thread) {
    row(
        position,
        RecordKind.THREAD,
        Json.fields()
            .with("address", address(thread.address()))
            .with("id", Json.unsigned(thread.id()))
            .with("os_id", Json.unsigned(thread.osId())));
  }

  @Override
  public void segment(long position, DumpRecord.Segment segment, Words words) {
    row(
        position,
        segment.kind(),
        contents(Json.fields().with("address", address(segment.address())), segment.contents())
            .with("pointers", LongArrayList.wrap(segment.pointers())));
  }

  @Override
  public void finalizer(long position, DumpRecord.Finalizer f) {
    row(
        position,
        f.kind(),
        Json.fields()
            .with("object", address(f.object()))
            .with("function", address(f.function()))
            .with("entry", address(f.entry()))
            .with("parameter_type", address(f.parameterType()))
            .with("object_type", address(f.objectType())));
  }

  @Override
  public void otherRoot(long position, DumpRecord.OtherRoot root) {
    row(
        position,
        RecordKind.OTHER_ROOT,
        Json.fields()
            .with("description", root.description())
            .with("address", address(root.address())));
  }

  @Override
  public void memStats(long position, MemStats stats) {
    row(
        position,
        RecordKind.MEM_STATS,
        MemStatsReport.fields(stats)
            .with("PauseNs", Arrays.stream(stats.pauses()).boxed().toList()));
  }

  @Override
  public void memProf(long position, DumpRecord.MemProf bucket) {
    row(
        position,
        RecordKind.MEM_PROF,
        Json.fields()
            .with("bucket", address(bucket.bucket()))
            .with("size", Json.unsigned(bucket.size()))
            .with("stack", MemProfReport.stack(bucket))
            .with("allocs", Json.unsigned(bucket.allocs()))
            .with("frees", Json.unsigned(bucket.frees())));
  }

  @Override
  public void allocSample(long position, DumpRecord.AllocSample sample) {
    row(
        position,
        RecordKind.ALLOC_SAMPLE,
        Json.fields()
            .with("object", address(sample.object()))
            .with("bucket", address(sample.bucket())));
  }

  @Override
  public void end(long position) {
    row(position, RecordKind.EOF, Json.fields());
  }
}
