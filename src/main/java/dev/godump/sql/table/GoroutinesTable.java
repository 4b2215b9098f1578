package dev.godump.sql.table;

import dev.godump.binary.runtime.Call;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableColumn;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;

/** The table {@code goroutines}. */
public final class GoroutinesTable {
  /** The definition. */
  public static final HeapTable<GoroutineRow> TABLE =
      HeapTable.<GoroutineRow>named("goroutines", "Every goroutine, the runtime's own included.")
          .integer("id", "The goid.", row -> row.goroutine().id())
          .address("address", "Address of its g.", row -> row.record().address())
          .text(
              "state",
              "What it waits for, in the words of Go's tracebacks, or else its status.",
              row -> row.goroutine().state())
          .text(
              "status",
              "`runnable`, `running`, `syscall`, `waiting` and the like.",
              row -> row.goroutine().status())
          .flag(
              "system", "Whether the runtime started it for itself.", row -> row.record().system())
          .integer(
              "stack_id",
              "Identifies its stack: goroutines with the same calls in all frames share it.",
              row -> row.goroutine().stackId())
          .text("function", "The innermost function.", GoroutineRow::function)
          .text(
              "stack",
              "The functions of all frames, innermost first, separated by ` < `.",
              GoroutineRow::stack)
          .integer("frames", "Number of frames.", row -> row.goroutine().frameCount())
          .integer("stack_bytes", "Bytes of its stack; 0 if unknown.", GoroutineRow::stackBytes)
          .integer(
              "retained",
              "Bytes that would be freed if it exited; null if unknown.",
              GoroutineRow::retained)
          .integer(
              "wait_since",
              "Nanoseconds since the start of the machine when a collection first saw it blocked;"
                  + " null if none did.",
              row ->
                  row.goroutine().isWaiting() && row.record().waitSince() != 0
                      ? row.record().waitSince()
                      : TableColumn.NULL)
          .address(
              "thread", "Address of the m that it runs on, else null.", GoroutinesTable::thread)
          .text(
              "created_by",
              "The function whose go statement started it; null without the executable.",
              row -> row.creation(Call::function))
          .text("created_file", "The file of that statement.", row -> row.creation(Call::file))
          .optionalInteger(
              "created_line", "The line of that statement.", row -> row.creation(Call::line))
          .rows((heap, columns) -> rows(heap));

  private GoroutinesTable() {}

  private static long thread(GoroutineRow row) {
    long thread = row.record().thread();
    return thread == 0 ? TableColumn.NULL : thread;
  }

  private static TableRows<GoroutineRow> rows(TableHeap table) {
    GoroutineRow.Shared shared = GoroutineRow.Shared.of(table.heap());
    return TableRows.of(
        table.heap().graph().process().goroutines().stream()
            .map(goroutine -> new GoroutineRow(goroutine, shared))
            .toList());
  }
}
