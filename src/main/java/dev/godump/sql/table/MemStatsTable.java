package dev.godump.sql.table;

import dev.godump.format.MemStats;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableColumn;
import dev.godump.sql.TableRows;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The table {@code memstats}. */
public final class MemStatsTable {
  /**
   * A figure.
   *
   * @param value unsigned; null if it is unknown
   */
  record Figure(String name, long value) {}

  /** The definition. */
  public static final HeapTable<Figure> TABLE =
      HeapTable.<Figure>named(
              "memstats",
              "The runtime's own figures, `runtime.MemStats` at the time of the dump: one row per"
                  + " figure, as `godump memstats` explains them.")
          .text("name", "Name of the field of `runtime.MemStats`.", Figure::name)
          .integer("value", "Its value, mostly in bytes; null if unknown.", Figure::value)
          .rows((heap, columns) -> TableRows.of(rows(heap.heap().graph().process().memStats())));

  private MemStatsTable() {}

  private static List<Figure> rows(Optional<MemStats> known) {
    return known.stream()
        .flatMap(
            stats ->
                Stream.concat(MemStats.names().stream(), Stream.of("NumGC"))
                    .map(
                        name ->
                            new Figure(
                                name, stats.isKnown(name) ? stats.get(name) : TableColumn.NULL)))
        .toList();
  }
}
