package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.Shape;
import dev.godump.types.Certainty;
import dev.godump.types.ObjectType;
import dev.godump.types.ObjectTypes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Objects counted by what they are: their type where it is known, else their shape.
 *
 * @param rows most bytes first
 * @param total over all rows
 */
public record Histogram(List<Row> rows, Row total) {

  /**
   * Objects that are alike.
   *
   * @param type name of the type, or the shape in words
   * @param certainty how sure the type is; {@link Certainty#UNKNOWN} for a shape
   * @param count objects
   * @param bytes of their slots
   * @param liveCount those of them that are live, 0 where liveness isn't known
   * @param liveBytes of those
   */
  public record Row(
      String type, Certainty certainty, long count, long bytes, long liveCount, long liveBytes) {

    Row plus(Row other) {
      return new Row(
          type,
          certainty,
          count + other.count,
          bytes + other.bytes,
          liveCount + other.liveCount,
          liveBytes + other.liveBytes);
    }
  }

  private static final Comparator<Row> LARGEST_FIRST =
      Comparator.comparingLong(Row::bytes).reversed().thenComparing(Row::type);

  /** By shape alone. */
  public static Histogram byShape(HeapGraph graph, Reachability reachability) {
    return of(Tally.of(graph, reachability, null).rows());
  }

  /** By type where it is known, else by shape. */
  public static Histogram byType(HeapGraph graph, Reachability reachability, ObjectTypes types) {
    return of(Tally.of(graph, reachability, types).rows());
  }

  /** By the size of the slot. */
  public static Histogram bySizeClass(HeapGraph graph, Reachability reachability) {
    Map<Long, Row> classes = new HashMap<>();
    Tally tally = Tally.of(graph, reachability, null);
    for (int i = 0; i < tally.counts.length; i++) {
      if (tally.counts[i] > 0) {
        long size = graph.shapes().get(i).size();
        classes.merge(size, tally.row(i, size + " B"), Row::plus);
      }
    }
    return of(List.copyOf(classes.values()));
  }

  private static Histogram of(List<Row> rows) {
    Row total = new Row("total", Certainty.UNKNOWN, 0, 0, 0, 0);
    for (Row row : rows) {
      total = total.plus(row);
    }
    return new Histogram(rows.stream().sorted(LARGEST_FIRST).toList(), total);
  }

  /** Counts by shape number, and by type for objects that have one. */
  private static final class Tally {
    private final HeapGraph graph;
    private final long[] counts;
    private final long[] live;
    private final Map<ObjectType, Row> typed = new HashMap<>();

    private Tally(HeapGraph graph) {
      this.graph = graph;
      counts = new long[graph.shapes().size()];
      live = new long[graph.shapes().size()];
    }

    static Tally of(HeapGraph graph, Reachability reachability, ObjectTypes types) {
      Tally tally = new Tally(graph);
      for (int id = 0; id < graph.objects().count(); id++) {
        int shape = graph.shape(id);
        boolean isLive = reachability.live(id);
        ObjectType type = types == null ? null : types.of(id).orElse(null);
        if (type == null) {
          tally.counts[shape]++;
          tally.live[shape] += isLive ? 1 : 0;
        } else {
          long size = graph.shapes().get(shape).size();
          Row row = new Row(type.name(), type.certainty(), 1, size, isLive ? 1 : 0, isLive ? size : 0);
          tally.typed.merge(type, row, Row::plus);
        }
      }
      return tally;
    }

    Row row(int number, String name) {
      long size = graph.shapes().get(number).size();
      return new Row(
          name, Certainty.UNKNOWN, counts[number], counts[number] * size, live[number], live[number] * size);
    }

    /** A row per type and per shape that has objects; shapes that read alike are one row. */
    List<Row> rows() {
      Map<String, Row> shapes = new HashMap<>();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] > 0) {
          String name = graph.shapes().get(i).toString();
          shapes.merge(name, row(i, name), Row::plus);
        }
      }
      List<Row> rows = new ArrayList<>(typed.values());
      rows.addAll(shapes.values());
      return rows;
    }
  }
}
