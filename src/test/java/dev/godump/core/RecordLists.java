package dev.godump.core;

import dev.godump.dump.BytesSource;
import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.format.ObjectRecord;
import dev.godump.format.RecordReader;
import dev.godump.format.RecordVisitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The records of a dump as texts that can be compared. */
final class RecordLists implements RecordVisitor {
  /** Size and pointers of objects by address. */
  final Map<Long, String> objects = new TreeMap<>();

  /** The goroutine and its frames, defers and panics, by goroutine id. */
  final Map<Long, List<String>> goroutines = new TreeMap<>();

  /** Parameters, segments, types, itabs, threads, finalizers and the allocation profile. */
  final List<String> others = new ArrayList<>();

  final List<DumpRecord.OtherRoot> roots = new ArrayList<>();
  long heapObjects;
  boolean complete;
  private List<String> current = new ArrayList<>();

  static RecordLists of(byte... dump) throws IOException {
    RecordLists lists = new RecordLists();
    new RecordReader(new BytesSource(dump)).read(lists, position -> {});
    return lists;
  }

  @Override
  public void params(long position, DumpRecord.Params params) {
    others.add(params.toString());
  }

  @Override
  public void object(long position, ObjectRecord object) throws IOException {
    StringBuilder text = new StringBuilder().append(object.size());
    long address = object.address();
    for (long p = object.nextPointer(); p != ObjectRecord.NONE; p = object.nextPointer()) {
      text.append(' ').append(p);
    }
    objects.put(address, text.toString());
  }

  @Override
  public void goroutine(long position, DumpRecord.Goroutine goroutine) {
    current = new ArrayList<>(List.of(withoutTime(goroutine).toString()));
    goroutines.put(goroutine.id(), current);
  }

  /** A collection may notice that a goroutine waits between the dump and the core file. */
  private static DumpRecord.Goroutine withoutTime(DumpRecord.Goroutine g) {
    return new DumpRecord.Goroutine(
        g.address(),
        g.sp(),
        g.id(),
        g.createdAt(),
        g.status(),
        g.system(),
        g.background(),
        0,
        g.waitReason(),
        g.context(),
        g.thread(),
        g.deferRecord(),
        g.panicRecord());
  }

  @Override
  public void frame(long position, DumpRecord.Frame f, Words words) {
    current.add(
        List.of(f.sp(), f.depth(), f.childSp(), f.contents().length(), f.entry(), f.pc())
            + f.function()
            + f.continuePc()
            + Arrays.toString(f.pointers()));
  }

  @Override
  public void defer(long position, DumpRecord.Defer defer) {
    current.add(defer.toString());
  }

  @Override
  public void panic(long position, DumpRecord.Panic panic) {
    current.add(panic.toString());
  }

  @Override
  public void segment(long position, DumpRecord.Segment segment, Words words) {
    others.add(
        segment.kind().label()
            + segment.address()
            + " "
            + segment.contents().length()
            + Arrays.toString(segment.pointers()));
  }

  @Override
  public void type(long position, DumpRecord.Type type) {
    others.add(type.toString());
  }

  @Override
  public void itab(long position, DumpRecord.Itab itab) {
    others.add(itab.toString());
  }

  @Override
  public void thread(long position, DumpRecord.OsThread thread) {
    others.add(thread.toString());
  }

  @Override
  public void finalizer(long position, DumpRecord.Finalizer finalizer) {
    others.add(finalizer.toString());
  }

  @Override
  public void memProf(long position, DumpRecord.MemProf bucket) {
    others.add(bucket.toString());
  }

  @Override
  public void allocSample(long position, DumpRecord.AllocSample sample) {
    others.add(sample.toString());
  }

  @Override
  public void otherRoot(long position, DumpRecord.OtherRoot root) {
    roots.add(root);
  }

  @Override
  public void memStats(long position, MemStats stats) {
    heapObjects = stats.get("HeapObjects");
  }

  @Override
  public void end(long position) {
    complete = true;
  }
}
