package dev.godump.heap.stack;

import dev.godump.format.DumpRecord;
import dev.godump.format.FrameLookup;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.types.program.RegionWords;
import java.io.IOException;
import java.util.Set;

/** The words of one goroutine's frames. Not thread-safe. */
final class GoroutineStack {
  /**
   * Functions that interrupt another at any instruction. The collector takes all words of both for
   * pointers (runtime/mgcmark.go scanframeworker).
   */
  private static final Set<String> INTERRUPTING =
      Set.of("runtime.asyncPreempt", "runtime.debugCallV1", "runtime.debugCallV2");

  private final Frames frames;
  private final FrameLookup records;
  private final RegionWords words;
  private final int wordSize;
  private int first;
  private int end;
  private int openFrame = Frames.NONE;

  GoroutineStack(HeapGraph graph) {
    frames = graph.process().frames();
    records = new FrameLookup(graph.source());
    words = new RegionWords(graph.source(), graph.process().params());
    wordSize = graph.process().params().pointerSize();
  }

  /** Selects a goroutine. */
  void open(Goroutine goroutine) {
    first = goroutine.firstFrame();
    end = first + goroutine.frameCount();
  }

  int first() {
    return first;
  }

  int end() {
    return end;
  }

  /** Returns the frame that contains an address, or {@link Frames#NONE}. */
  int frameAt(long address) {
    int from = first;
    int to = end;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (Long.compareUnsigned(frames.sp(middle), address) <= 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    int frame = from - 1;
    return frame >= first
            && Long.compareUnsigned(address - frames.sp(frame), frames.size(frame)) < 0
        ? frame
        : Frames.NONE;
  }

  /** Whether a frame was interrupted at any instruction, or interrupts another. */
  boolean isInterrupted(int frame) {
    return INTERRUPTING.contains(frames.function(frame))
        || (frame > first && INTERRUPTING.contains(frames.function(frame - 1)));
  }

  /** Reads the word at an offset in a frame; 0 if the dump doesn't have it. */
  long word(int frame, long offset) throws IOException {
    if (openFrame != frame) {
      words.open(records.at(frames.position(frame)).contents());
      openFrame = frame;
    }
    return words.hasWord(offset) ? words.word(offset) : 0;
  }

  /** Returns the values of the pointers that the dump lists for a frame. */
  long[] pointers(int frame) throws IOException {
    DumpRecord.Frame record = records.at(frames.position(frame));
    long[] values = new long[record.pointers().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = word(frame, record.pointers()[i]);
    }
    return values;
  }

  int wordSize() {
    return wordSize;
  }
}
