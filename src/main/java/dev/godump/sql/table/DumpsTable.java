package dev.godump.sql.table;

import dev.godump.binary.runtime.BuildRecord;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.Reachability;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableColumn;
import dev.godump.sql.TableRows;
import dev.godump.types.program.Program;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The table {@code dumps}. */
public final class DumpsTable {
  /**
   * A dump.
   *
   * @param reachability of its objects, if a scan reads it
   */
  record Dump(Heap heap, Optional<Reachability> reachability) {
    HeapGraph graph() {
      return heap.graph();
    }

    DumpRecord.Params params() {
      return graph().process().params();
    }

    /** Returns something of the executable; null without one, or if it is empty. */
    @Nullable String build(Function<BuildRecord, String> part) {
      return heap.program()
          .map(Program::build)
          .map(part)
          .filter(text -> !text.isEmpty())
          .orElse(null);
    }

    long live(ToLongFunction<Reachability> amount) {
      return reachability.filter(Reachability::isKnown).map(amount::applyAsLong).orElse(NULL);
    }
  }

  private static final long NULL = TableColumn.NULL;
  private static final String LIVE_OBJECTS = "live_objects";
  private static final String LIVE_BYTES = "live_bytes";

  /** The definition. */
  public static final HeapTable<Dump> TABLE =
      HeapTable.<Dump>named("dumps", "The dump itself: one row.")
          .text(
              "go_version",
              "The Go version that wrote it; the possible versions, such as `go1.9-go1.15`, if the"
                  + " dump doesn't say.",
              dump ->
                  dump.params().version().isEmpty()
                      ? dump.graph().process().versionRange()
                      : dump.params().version())
          .text("arch", "GOARCH.", dump -> dump.params().arch())
          .integer("pointer_size", "Bytes of a pointer.", dump -> dump.params().pointerSize())
          .integer("cpus", "CPUs when the process started.", dump -> dump.params().cpus())
          .text(
              "executable",
              "Name of the executable, if one was found.",
              dump -> dump.heap().program().map(program -> program.file().name()).orElse(null))
          .text(
              "build_id",
              "Go's build id of the executable.",
              dump -> dump.build(BuildRecord::buildId))
          .text(
              "module",
              "Path of the executable's main module.",
              dump -> dump.build(BuildRecord::module))
          .flag(
              "complete",
              "Whether all of the dump was read; false if it was truncated.",
              dump -> dump.graph().loadResult().outcome().isComplete())
          .integer(
              "file_bytes",
              "Bytes of the dump that were read, unpacked.",
              dump -> dump.graph().loadResult().outcome().end())
          .integer("objects", "Number of objects.", dump -> dump.graph().objects().count())
          .integer("bytes", "Bytes of their slots.", dump -> dump.graph().objects().bytes())
          .integer(
              LIVE_OBJECTS,
              "Number of objects that recorded roots lead to; null if unknown.",
              dump -> dump.live(Reachability::liveObjects))
          .integer(
              LIVE_BYTES,
              "Bytes of those objects; null if unknown.",
              dump -> dump.live(Reachability::liveBytes))
          .integer("refs", "Pointers from objects to objects.", dump -> dump.graph().edgeCount())
          .integer("roots", "Root pointers into objects.", dump -> dump.graph().roots().count())
          .integer(
              "goroutines",
              "Number of goroutines.",
              dump -> dump.graph().process().goroutines().size())
          .rows(
              (table, columns) ->
                  TableRows.of(
                      List.of(
                          new Dump(
                              table.heap(),
                              needsLiveness(columns)
                                  ? Optional.of(table.heap().reachability())
                                  : Optional.empty()))));

  private DumpsTable() {}

  private static boolean needsLiveness(Set<String> columns) {
    return columns.contains(LIVE_OBJECTS) || columns.contains(LIVE_BYTES);
  }
}
