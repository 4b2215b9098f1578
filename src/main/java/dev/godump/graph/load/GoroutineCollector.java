package dev.godump.graph.load;

import dev.godump.format.DumpRecord;
import dev.godump.format.RecordVisitor;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.GoroutineState;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.List;

/** Collects goroutines with their frames, defers and panics while a dump is read. */
final class GoroutineCollector implements RecordVisitor {
  private final List<DumpRecord.Goroutine> goroutines = new ArrayList<>();
  private final IntArrayList firstFrames = new IntArrayList();
  private final Frames.Recorder frames = new Frames.Recorder();
  private final List<DumpRecord.Defer> defers = new ArrayList<>();
  private final List<DumpRecord.Panic> panics = new ArrayList<>();

  @Override
  public void goroutine(long position, DumpRecord.Goroutine goroutine) {
    goroutines.add(goroutine);
    firstFrames.add(frames.count());
  }

  @Override
  public void frame(long position, DumpRecord.Frame frame, Words words) {
    frames.add(goroutines.size() - 1, position, frame);
  }

  @Override
  public void defer(long position, DumpRecord.Defer defer) {
    defers.add(defer);
  }

  @Override
  public void panic(long position, DumpRecord.Panic panic) {
    panics.add(panic);
  }

  /** Returns the number of goroutines collected. */
  int count() {
    return goroutines.size();
  }

  /** Returns the number of frames collected. */
  int frameCount() {
    return frames.count();
  }

  /** Returns all that was collected. */
  GoroutineState state() {
    Frames allFrames = frames.frames();
    StackIds stacks = new StackIds(allFrames);
    List<Goroutine> all = new ArrayList<>(goroutines.size());
    for (int i = 0; i < goroutines.size(); i++) {
      int first = firstFrames.getInt(i);
      int end = i + 1 < goroutines.size() ? firstFrames.getInt(i + 1) : frames.count();
      all.add(
          new Goroutine(goroutines.get(i), first, end - first, stacks.idOf(first, end - first)));
    }
    return new GoroutineState(
        List.copyOf(all), allFrames, List.copyOf(defers), List.copyOf(panics));
  }
}
