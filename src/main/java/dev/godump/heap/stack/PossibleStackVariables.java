package dev.godump.heap.stack;

import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.Reachability;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * Finds words that may be {@link StackVariables}, without the executable: all words of the frames
 * that a pointer of the goroutine leads into. They include every pointer that the collector
 * follows, but also values that the program no longer uses.
 */
public final class PossibleStackVariables implements GoroutineVariables {
  private final HeapGraph graph;
  private final IntPredicate isReached;
  private final Frames frames;
  private final GoroutineStack stack;
  private final RecordPointers records;
  private StackVariables found = new StackVariables();

  PossibleStackVariables(HeapGraph graph, IntPredicate isReached) {
    this.graph = graph;
    this.isReached = isReached;
    frames = graph.process().frames();
    stack = new GoroutineStack(graph);
    records = new RecordPointers(graph.process());
  }

  /** Searches a graph. */
  public static StackVariables of(HeapGraph graph, Reachability reachability) throws IOException {
    PossibleStackVariables search = new PossibleStackVariables(graph, reachability::isLive);
    if (reachability.isKnown() && reachability.liveObjects() < graph.objects().count()) {
      for (Goroutine goroutine : graph.process().goroutines()) {
        search.search(goroutine);
      }
    }
    return search.found;
  }

  @Override
  public StackVariables of(Goroutine goroutine) throws IOException {
    found = new StackVariables();
    search(goroutine);
    return found;
  }

  private void search(Goroutine goroutine) throws IOException {
    stack.open(goroutine);
    BitSet followed = new BitSet();
    LongArrayList pending = new LongArrayList(records.of(goroutine));
    for (int frame = stack.first(); frame < stack.end(); frame++) {
      if (stack.isInterrupted(frame)) {
        pending.add(frames.sp(frame));
      }
      pending.addAll(LongArrayList.wrap(stack.pointers(frame)));
    }
    while (!pending.isEmpty()) {
      int frame = stack.frameAt(pending.popLong());
      if (frame != Frames.NONE && !followed.get(frame - stack.first())) {
        followed.set(frame - stack.first());
        follow(frame, pending);
      }
    }
  }

  private void follow(int frame, LongArrayList pending) throws IOException {
    for (long offset = 0; offset < frames.size(frame); offset += stack.wordSize()) {
      long value = stack.word(frame, offset);
      int object = value == 0 ? ObjectTable.NONE : graph.objects().find(value);
      if (object == ObjectTable.NONE) {
        if (stack.frameAt(value) != Frames.NONE) {
          pending.add(value);
        }
      } else if (!isReached.test(object)) {
        found.add(frame, offset, value, object);
      }
    }
  }
}
