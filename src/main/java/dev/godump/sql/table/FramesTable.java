package dev.godump.sql.table;

import dev.godump.binary.runtime.Call;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableColumn;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table {@code frames}. */
public final class FramesTable {
  /**
   * A call on a stack: a frame, or a call that is inlined in one.
   *
   * @param depth of the call, from 0 for the innermost
   * @param call null if the executable doesn't tell it
   */
  record StackCall(Goroutine goroutine, Frames frames, int frame, int depth, @Nullable Call call) {
    String function() {
      return call == null ? frames.function(frame) : call.function();
    }

    boolean inlined() {
      return call != null && call.inlined();
    }
  }

  /** The definition. */
  public static final HeapTable<StackCall> TABLE =
      HeapTable.<StackCall>named(
              "frames",
              "The calls on the stacks of all goroutines, innermost first; with the executable,"
                  + " those that are inlined in another, too.")
          .integer("goroutine", "`goroutines.id` of the goroutine.", row -> row.goroutine().id())
          .integer("depth", "Number of calls that it made, directly or not.", StackCall::depth)
          .text("function", "The function.", StackCall::function)
          .text(
              "file",
              "The source file; null without the executable.",
              row -> row.call() == null ? null : row.call().file())
          .integer(
              "line",
              "The line; null without the executable.",
              row -> row.call() == null ? TableColumn.NULL : row.call().line())
          .flag("inlined", "Whether it has no frame of its own.", StackCall::inlined)
          .address("sp", "Lowest address of the frame.", row -> row.frames().sp(row.frame()))
          .address("pc", "The pc in the frame.", row -> row.frames().pc(row.frame()))
          .integer(
              "size",
              "Bytes of the frame; 0 for an inlined call.",
              row -> row.inlined() ? 0 : row.frames().size(row.frame()))
          .size(heap -> heap.heap().graph().process().frames().count())
          .rows((heap, columns) -> rows(heap));

  private FramesTable() {}

  private static TableRows<StackCall> rows(TableHeap table) {
    return TableRows.of(() -> calls(table).iterator(), TableRows.UNKNOWN);
  }

  private static Stream<StackCall> calls(TableHeap table) {
    Frames frames = table.heap().graph().process().frames();
    SourceLocations locations = new SourceLocations(table.heap().program(), frames);
    return table.heap().graph().process().goroutines().stream()
        .flatMap(goroutine -> calls(goroutine, frames, locations));
  }

  private static Stream<StackCall> calls(
      Goroutine goroutine, Frames frames, SourceLocations locations) {
    Stream.Builder<StackCall> calls = Stream.builder();
    int depth = 0;
    int end = goroutine.firstFrame() + goroutine.frameCount();
    for (int frame = goroutine.firstFrame(); frame < end; frame++) {
      List<Call> inFrame = locations.callsAt(goroutine, frame);
      for (Call call : inFrame) {
        calls.add(new StackCall(goroutine, frames, frame, depth++, call));
      }
      if (inFrame.isEmpty()) {
        calls.add(new StackCall(goroutine, frames, frame, depth++, null));
      }
    }
    return calls.build();
  }
}
