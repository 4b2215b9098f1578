package dev.godump.graph.load;

import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.format.ObjectRecord;
import dev.godump.format.RecordVisitor;
import java.io.IOException;
import java.util.List;

/**
 * Passes each record on to several visitors, in order. Object records go to one visitor only: there
 * are millions of them.
 */
final class RecordTee implements RecordVisitor {
  private final RecordVisitor ofObjects;
  private final List<RecordVisitor> ofOthers;

  /**
   * @param ofObjects visits object records only
   * @param ofOthers visit all other records
   */
  RecordTee(RecordVisitor ofObjects, RecordVisitor... ofOthers) {
    this.ofObjects = ofObjects;
    this.ofOthers = List.of(ofOthers);
  }

  @Override
  public void object(long position, ObjectRecord object) throws IOException {
    ofObjects.object(position, object);
  }

  @Override
  public void params(long position, DumpRecord.Params params) throws IOException {
    for (RecordVisitor visitor : ofOthers) {
      visitor.params(position, params);
    }
  }

  @Override
  public void type(long position, DumpRecord.Type type) throws IOException {
    for (RecordVisitor visitor : ofOthers) {
      visitor.type(position, type);
    }
  }

  @Override
  public void itab(long position, DumpRecord.Itab itab) throws IOException {
    for (RecordVisitor visitor : ofOthers) {
      visitor.itab(position, itab);
    }
  }

  @Override
  public void goroutine(long position, DumpRecord.Goroutine goroutine) throws IOException {
    for (RecordVisitor visitor : ofOthers) {
      visitor.goroutine(position, goroutine);
    }
  }

  @Override
  public void frame(long position, DumpRecord.Frame frame, Words words) throws IOException {
    for (RecordVisitor visitor : ofOthers) {
      visitor.frame(position, frame, words);
    }
  }

  @Override
  public void defer(long position, DumpRecord.Defer defer) throws IOException {
    for (RecordVisitor visitor : ofOthers) {
      visitor.defer(position, defer);
    }
  }

  @Override
  public void panic(long position, DumpRecord.Panic panic) throws IOException {
    for (RecordVisitor visitor : ofOthers) {
      visitor.panic(position, panic);
    }
  }

  @Override
  public void thread(long position, DumpRecord.OsThread thread) throws IOException {
    for (RecordVisitor visitor : ofOthers) {
      visitor.thread(position, thread);
    }
  }

  @Override
  public void segment(long position, DumpRecord.Segment segment, Words words) throws IOException {
    for (RecordVisitor visitor : ofOthers) {
      visitor.segment(position, segment, words);
    }
  }

  @Override
  public void finalizer(long position, DumpRecord.Finalizer finalizer) throws IOException {
    for (RecordVisitor visitor : ofOthers) {
      visitor.finalizer(position, finalizer);
    }
  }

  @Override
  public void otherRoot(long position, DumpRecord.OtherRoot root) throws IOException {
    for (RecordVisitor visitor : ofOthers) {
      visitor.otherRoot(position, root);
    }
  }

  @Override
  public void memStats(long position, MemStats stats) throws IOException {
    for (RecordVisitor visitor : ofOthers) {
      visitor.memStats(position, stats);
    }
  }

  @Override
  public void memProf(long position, DumpRecord.MemProf bucket) throws IOException {
    for (RecordVisitor visitor : ofOthers) {
      visitor.memProf(position, bucket);
    }
  }

  @Override
  public void allocSample(long position, DumpRecord.AllocSample sample) throws IOException {
    for (RecordVisitor visitor : ofOthers) {
      visitor.allocSample(position, sample);
    }
  }

  @Override
  public void end(long position) throws IOException {
    for (RecordVisitor visitor : ofOthers) {
      visitor.end(position);
    }
  }
}
