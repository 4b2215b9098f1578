package dev.godump.format;

import dev.godump.io.ByteReader;
import dev.godump.io.Source;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Logs the records of a dump in order. */
final class RecordLog implements RecordVisitor {
  final List<Object> records = new ArrayList<>();
  final List<Long> positions = new ArrayList<>();
  ReadOutcome ending;

  /**
   * An object, segment or frame.
   *
   * @param words at the offsets of its pointers, where the file has them
   */
  record Block(Object record, long length, List<Long> offsets, List<Long> words) {}

  static RecordLog of(Source source) throws IOException {
    return of(source, 1 << 20);
  }

  static RecordLog of(Source source, int capacity) throws IOException {
    RecordLog log = new RecordLog();
    log.ending =
        new RecordReader(source, new ByteReader(source, capacity)).read(log, position -> {});
    return log;
  }

  private void add(long position, Object record) {
    positions.add(position);
    records.add(record);
  }

  private static Block block(
      Object record, RecordContents contents, long[] offsets, int size, Words words)
      throws IOException {
    List<Long> values = new ArrayList<>();
    for (long offset : offsets) {
      if (contents.hasWord(offset, size)) {
        values.add(words.at(offset));
      }
    }
    return new Block(record, contents.length(), LongArrayList.wrap(offsets), values);
  }

  @Override
  public void params(long position, DumpRecord.Params params) {
    add(position, params);
  }

  @Override
  public void object(long position, ObjectRecord object) throws IOException {
    List<Long> offsets = new ArrayList<>();
    List<Long> words = new ArrayList<>();
    for (long offset = object.nextPointer(); offset >= 0; offset = object.nextPointer()) {
      offsets.add(offset);
      if (object.hasWord(offset)) {
        words.add(object.word(offset));
      }
    }
    add(position, new Block(object.address(), object.size(), offsets, words));
  }

  @Override
  public void type(long position, DumpRecord.Type type) {
    add(position, type);
  }

  @Override
  public void itab(long position, DumpRecord.Itab itab) {
    add(position, itab);
  }

  @Override
  public void goroutine(long position, DumpRecord.Goroutine goroutine) {
    add(position, goroutine);
  }

  @Override
  public void frame(long position, DumpRecord.Frame f, Words words) throws IOException {
    DumpRecord.Frame plain =
        new DumpRecord.Frame(
            f.sp(),
            f.depth(),
            f.childSp(),
            null,
            f.entry(),
            f.pc(),
            f.continuePc(),
            f.function(),
            null);
    add(position, block(plain, f.contents(), f.pointers(), wordSize(), words));
  }

  @Override
  public void defer(long position, DumpRecord.Defer defer) {
    add(position, defer);
  }

  @Override
  public void panic(long position, DumpRecord.Panic panic) {
    add(position, panic);
  }

  @Override
  public void thread(long position, DumpRecord.OsThread thread) {
    add(position, thread);
  }

  @Override
  public void segment(long position, DumpRecord.Segment s, Words words) throws IOException {
    DumpRecord.Segment plain = new DumpRecord.Segment(s.kind(), s.address(), null, null);
    add(position, block(plain, s.contents(), s.pointers(), wordSize(), words));
  }

  @Override
  public void finalizer(long position, DumpRecord.Finalizer finalizer) {
    add(position, finalizer);
  }

  @Override
  public void otherRoot(long position, DumpRecord.OtherRoot root) {
    add(position, root);
  }

  @Override
  public void memStats(long position, MemStats stats) {
    add(position, stats);
  }

  @Override
  public void memProf(long position, DumpRecord.MemProf bucket) {
    add(position, bucket);
  }

  @Override
  public void allocSample(long position, DumpRecord.AllocSample sample) {
    add(position, sample);
  }

  @Override
  public void end(long position) {
    add(position, "end");
  }

  private int wordSize() {
    return ((DumpRecord.Params) records.get(0)).pointerSize();
  }
}
