package dev.godump.graph.load;

import dev.godump.format.DumpRecord;
import dev.godump.format.RecordContents;
import dev.godump.format.RecordKind;
import dev.godump.format.RecordVisitor;
import dev.godump.graph.Edges;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import java.io.IOException;
import java.util.List;

/** Collects the roots of a dump while it is read. Counts records to know their indexes. */
final class RootCollector implements RecordVisitor {
  private final int pointerSize;
  private final Roots.Recorder roots = new Roots.Recorder();
  private int goroutines;
  private int frames;
  private int segments;
  private int defers;
  private int panics;
  private int finalizers;
  private int otherRoots;

  /**
   * @param pointerSize 4 or 8
   */
  RootCollector(int pointerSize) {
    this.pointerSize = pointerSize;
  }

  @Override
  public void goroutine(long position, DumpRecord.Goroutine goroutine) {
    roots.add(RootKind.CONTEXT, goroutines++, Roots.NO_OFFSET, goroutine.context());
  }

  @Override
  public void frame(long position, DumpRecord.Frame frame, Words words) throws IOException {
    addFields(RootKind.FRAME, frames++, frame.pointers(), frame.contents(), words);
  }

  @Override
  public void segment(long position, DumpRecord.Segment segment, Words words) throws IOException {
    RootKind kind = segment.kind() == RecordKind.DATA ? RootKind.DATA : RootKind.BSS;
    addFields(kind, segments++, segment.pointers(), segment.contents(), words);
  }

  /**
   * Offsets beyond the contents are normal in frames up to Go 1.16: those bytes are not in the
   * file.
   */
  private void addFields(
      RootKind kind, int index, long[] offsets, RecordContents contents, Words words)
      throws IOException {
    for (long offset : offsets) {
      if (contents.hasWord(offset, pointerSize)) {
        roots.add(kind, index, offset, words.at(offset));
      }
    }
  }

  @Override
  public void defer(long position, DumpRecord.Defer defer) {
    roots.add(RootKind.DEFER, defers++, Roots.NO_OFFSET, defer.function());
  }

  @Override
  public void panic(long position, DumpRecord.Panic panic) {
    roots.add(RootKind.PANIC, panics++, Roots.NO_OFFSET, panic.value());
  }

  @Override
  public void finalizer(long position, DumpRecord.Finalizer finalizer) {
    int index = finalizers++;
    if (finalizer.kind() == RecordKind.QUEUED_FINALIZER) {
      roots.add(RootKind.QUEUED_FINALIZER, index, Roots.NO_OFFSET, finalizer.object());
      roots.add(RootKind.QUEUED_FINALIZER, index, Roots.NO_OFFSET, finalizer.function());
    } else {
      roots.add(RootKind.FINALIZER, index, Roots.NO_OFFSET, finalizer.function());
    }
  }

  @Override
  public void otherRoot(long position, DumpRecord.OtherRoot root) {
    roots.add(RootKind.OTHER, otherRoots++, Roots.NO_OFFSET, root.address());
  }

  /**
   * Adds the roots of registered finalizers, once edges are known: everything that an object with a
   * finalizer refers to is kept for the finalizer; the object itself is not (runtime/mgcmark.go
   * markroot specials).
   */
  void addFinalizers(List<DumpRecord.Finalizer> all, ObjectTable objects, Edges edges) {
    for (int i = 0; i < all.size(); i++) {
      DumpRecord.Finalizer finalizer = all.get(i);
      int object =
          finalizer.kind() == RecordKind.QUEUED_FINALIZER
              ? ObjectTable.NONE
              : objects.find(finalizer.object());
      if (object != ObjectTable.NONE) {
        int index = i;
        edges.forEach(
            object,
            target ->
                roots.add(RootKind.FINALIZER, index, Roots.NO_OFFSET, objects.address(target)));
      }
    }
  }

  /** Returns the number of roots collected. */
  long count() {
    return roots.count();
  }

  /** Returns the roots that point into objects. */
  Roots resolve(ObjectTable objects) {
    return roots.resolve(objects);
  }
}
