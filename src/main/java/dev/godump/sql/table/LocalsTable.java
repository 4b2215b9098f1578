package dev.godump.sql.table;

import dev.godump.graph.Goroutine;
import dev.godump.heap.Heap;
import dev.godump.report.value.ValueText;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;
import dev.godump.types.program.RootNames;
import dev.godump.types.value.FrameValues;
import dev.godump.types.value.FrameValues.FrameValue;
import dev.godump.types.value.ValueReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table {@code locals}. */
public final class LocalsTable {
  /** A variable of a frame. */
  record Variable(TableHeap heap, Goroutine goroutine, long sp, FrameValue value) {
    @Nullable String text() {
      return heap.hasValues() ? ValueText.line(value.value(), value.type()) : null;
    }
  }

  /** The definition. */
  public static final HeapTable<Variable> TABLE =
      HeapTable.<Variable>named(
              "locals",
              "The arguments, results and local variables of all frames; no rows without the"
                  + " executable and its DWARF.")
          .integer("goroutine", "`goroutines.id` of the goroutine.", row -> row.goroutine().id())
          .address("sp", "`frames.sp` of the frame.", Variable::sp)
          .text(
              "function",
              "The function that declares it.",
              row -> row.value().variable().function())
          .text("name", "Its name.", row -> row.value().name())
          .text(
              "role",
              "`local`, `parameter` or `result`.",
              row -> row.value().variable().role().name().toLowerCase(Locale.ROOT))
          .text("type", "Its type.", row -> row.value().type().name())
          .flag(
              "present",
              "Whether the dump has at least a part of it.",
              row -> row.value().present())
          .flag(
              "stale",
              "Whether it is not known to be live, so that the value can be outdated.",
              row -> row.value().stale())
          .text("value", "Its value; null without `--values`.", Variable::text)
          .rows((heap, columns) -> rows(heap));

  private LocalsTable() {}

  private static TableRows<Variable> rows(TableHeap table) throws IOException {
    Heap heap = table.heap();
    if (heap.program().isEmpty()) {
      return TableRows.of(List.of());
    }
    FrameValues values =
        new FrameValues(
            heap.graph(),
            RootNames.of(heap.graph(), heap.program().get()),
            new ValueReader(
                heap.graph(), heap.types(), heap.program(), FieldsTable.LIMITS, table.secrets()));
    return TableRows.of(
        () ->
            heap.graph().process().goroutines().stream()
                .flatMap(goroutine -> variables(table, goroutine, values))
                .iterator(),
        TableRows.UNKNOWN);
  }

  private static Stream<Variable> variables(
      TableHeap table, Goroutine goroutine, FrameValues values) {
    int first = goroutine.firstFrame();
    return IntStream.range(first, first + goroutine.frameCount())
        .boxed()
        .flatMap(
            frame -> {
              long sp = table.heap().graph().process().frames().sp(frame);
              try {
                return values.valuesOf(frame).stream()
                    .map(value -> new Variable(table, goroutine, sp, value));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}
