package dev.godump.dump;

import dev.godump.format.Contents;
import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.format.ObjectRecord;
import dev.godump.format.RecordVisitor;
import dev.godump.format.RecordWriter;
import dev.godump.io.Source;
import java.io.IOException;

/** Writes the records of a dump again. */
public class RecordCopier implements RecordVisitor {
  private final Source source;
  private final RecordWriter out;

  public RecordCopier(Source source, RecordWriter out) {
    this.source = source;
    this.out = out;
  }

  @Override
  public void params(long position, DumpRecord.Params params) throws IOException {
    out.params(params);
  }

  @Override
  public void object(long position, ObjectRecord object) throws IOException {
    out.object(object.address(), Contents.of(source, object.contents()), object::nextPointer);
  }

  @Override
  public void type(long position, DumpRecord.Type type) throws IOException {
    out.type(type);
  }

  @Override
  public void itab(long position, DumpRecord.Itab itab) throws IOException {
    out.itab(itab);
  }

  @Override
  public void goroutine(long position, DumpRecord.Goroutine goroutine) throws IOException {
    out.goroutine(goroutine);
  }

  @Override
  public void frame(long position, DumpRecord.Frame frame, Words words) throws IOException {
    out.frame(frame, Contents.of(source, frame.contents()));
  }

  @Override
  public void defer(long position, DumpRecord.Defer defer) throws IOException {
    out.defer(defer);
  }

  @Override
  public void panic(long position, DumpRecord.Panic panic) throws IOException {
    out.panic(panic);
  }

  @Override
  public void thread(long position, DumpRecord.OsThread thread) throws IOException {
    out.thread(thread);
  }

  @Override
  public void segment(long position, DumpRecord.Segment segment, Words words) throws IOException {
    out.segment(segment, Contents.of(source, segment.contents()));
  }

  @Override
  public void finalizer(long position, DumpRecord.Finalizer finalizer) throws IOException {
    out.finalizer(finalizer);
  }

  @Override
  public void otherRoot(long position, DumpRecord.OtherRoot root) throws IOException {
    out.otherRoot(root);
  }

  @Override
  public void memStats(long position, MemStats stats) throws IOException {
    out.memStats(stats);
  }

  @Override
  public void memProf(long position, DumpRecord.MemProf bucket) throws IOException {
    out.memProf(bucket);
  }

  @Override
  public void allocSample(long position, DumpRecord.AllocSample sample) throws IOException {
    out.allocSample(sample);
  }

  @Override
  public void end(long position) throws IOException {
    out.end();
  }
}
