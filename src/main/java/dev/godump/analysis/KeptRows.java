package dev.godump.analysis;

import dev.godump.heap.Heap;
import dev.godump.heap.cleanups.CleanupGraph;
import dev.godump.heap.histogram.Histogram;
import dev.godump.heap.histogram.Histogram.By;
import dev.godump.heap.histogram.Histogram.Row;
import dev.godump.types.Certainty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The objects of each row of a histogram that only inferred cleanups keep alive.
 *
 * @param totals by row; rows without such objects are missing
 */
public record KeptRows(Map<Key, ObjectTotal> totals) {

  /** No such objects. */
  public static final KeptRows NONE = new KeptRows(Map.of());

  /** What tells a row from others. */
  public record Key(String type, Certainty certainty) {
    static Key of(Row row) {
      return new Key(row.type(), row.certainty());
    }
  }

  /** Finds the objects of the histogram by a property. Takes a visit of each object if any are. */
  public static KeptRows of(Heap heap, By by) throws IOException {
    Optional<Heap> kept = heap.unrecorded().keptByCleanups();
    if (kept.isEmpty()) {
      return NONE;
    }
    Map<Key, ObjectTotal> totals = new HashMap<>();
    for (Row row : kept.get().counts(by).rows()) {
      if (row.liveCount() > 0) {
        totals.put(Key.of(row), new ObjectTotal(row.liveCount(), row.liveBytes()));
      }
    }
    return new KeptRows(totals);
  }

  /** The objects of a row. */
  public ObjectTotal of(Row row) {
    return totals.getOrDefault(Key.of(row), ObjectTotal.NONE);
  }

  /** Puts them into a row of their own, for a histogram by owner: no recorded root leads there. */
  public List<Row> asOwner(List<Row> rows) {
    ObjectTotal kept = totals.get(new Key(CleanupGraph.HOLDER, Certainty.UNKNOWN));
    if (kept == null) {
      return rows;
    }
    List<Row> all = new ArrayList<>();
    for (Row row : rows) {
      boolean unreached = row.type().equals(Histogram.NO_RECORDED_ROOT);
      Row rest =
          unreached ? with(row, row.count() - kept.objects(), row.bytes() - kept.bytes()) : row;
      if (rest.count() > 0) {
        all.add(rest);
      }
      if (unreached) {
        all.add(
            new Row(CleanupGraph.HOLDER, Certainty.UNKNOWN, kept.objects(), kept.bytes(), 0, 0, 0));
      }
    }
    return all;
  }

  private static Row with(Row row, long count, long bytes) {
    return new Row(
        row.type(),
        row.certainty(),
        count,
        bytes,
        row.liveCount(),
        row.liveBytes(),
        row.retained());
  }
}
