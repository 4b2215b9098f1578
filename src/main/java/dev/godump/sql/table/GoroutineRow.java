package dev.godump.sql.table;

import dev.godump.analysis.GoroutineMemory;
import dev.godump.binary.runtime.Call;
import dev.godump.format.DumpRecord;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.heap.Heap;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.sql.TableColumn;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A goroutine. */
record GoroutineRow(Goroutine goroutine, Shared shared) {
  /** What goroutines of a process share. */
  record Shared(Frames frames, SourceLocations locations, GoroutineMemory memory) {
    static Shared of(Heap heap) {
      Frames frames = heap.graph().process().frames();
      return new Shared(
          frames, new SourceLocations(heap.program(), frames), GoroutineMemory.of(heap));
    }
  }

  DumpRecord.Goroutine record() {
    return goroutine.record();
  }

  /** Returns the name of the innermost function; null if there are no frames. */
  @Nullable String function() {
    return goroutine.frameCount() == 0 ? null : shared.frames.function(goroutine.firstFrame());
  }

  /** Returns the functions of all frames, innermost first. */
  String stack() {
    return IntStream.range(0, goroutine.frameCount())
        .mapToObj(frame -> shared.frames.function(goroutine.firstFrame() + frame))
        .collect(Collectors.joining(" < "));
  }

  long retained() {
    return shared.memory.retainedBy(goroutine).orElse(TableColumn.NULL);
  }

  long stackBytes() {
    return shared.memory.stackOf(goroutine);
  }

  /** Returns something of the go statement that started it; null if unknown. */
  <T> @Nullable T creation(Function<Call, T> part) {
    return shared.locations.creationOf(goroutine).map(part).orElse(null);
  }
}
