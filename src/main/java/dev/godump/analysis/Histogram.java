package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.types.Certainty;
import dev.godump.types.ObjectType;
import dev.godump.types.ObjectTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Objects counted by what they are: their type where it is known, else their shape.
 *
 * @param rows most bytes first
 * @param total over all rows; what it retains is what is live
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
   * @param retained bytes of all that any of them dominates, counted once; -1 where not asked for
   */
  public record Row(
      String type,
      Certainty certainty,
      long count,
      long bytes,
      long liveCount,
      long liveBytes,
      long retained) {}

  private static final Comparator<Row> LARGEST_FIRST =
      Comparator.comparingLong(Row::bytes).reversed().thenComparing(Row::type);

  /** What objects are told apart by. */
  public enum By {
    TYPE,
    SHAPE,
    SIZE
  }

  /** By shape alone. */
  static Histogram byShape(HeapGraph graph, DominatorTree tree) {
    return retaining(graph, tree, ObjectKinds.byShape(graph));
  }

  /** By shape alone, without what each row retains. */
  static Histogram countedByShape(HeapGraph graph, DominatorTree tree) {
    return counted(graph, tree, ObjectKinds.byShape(graph));
  }

  /** By the size of the slot. */
  static Histogram bySizeClass(HeapGraph graph, DominatorTree tree) {
    return retaining(graph, tree, ObjectKinds.bySize(graph));
  }

  /** By the size of the slot, without what each row retains. */
  static Histogram countedBySizeClass(HeapGraph graph, DominatorTree tree) {
    return counted(graph, tree, ObjectKinds.bySize(graph));
  }

  /** By type where it is known, else by shape. */
  static Histogram byType(HeapGraph graph, DominatorTree tree, ObjectTypes types) {
    return retaining(graph, tree, ObjectKinds.byType(graph, types));
  }

  private static Histogram retaining(HeapGraph graph, DominatorTree tree, ObjectKinds kinds) {
    return of(graph, tree, kinds, RetainedByKey.of(tree, kinds::of, kinds.count()));
  }

  private static Histogram counted(HeapGraph graph, DominatorTree tree, ObjectKinds kinds) {
    long[] unknown = new long[kinds.count()];
    Arrays.fill(unknown, -1);
    return of(graph, tree, kinds, unknown);
  }

  private static Histogram of(HeapGraph graph, DominatorTree tree, ObjectKinds kinds, long[] retained) {
    int size = kinds.count();
    long[] counts = new long[size];
    long[] bytes = new long[size];
    long[] live = new long[size];
    long[] liveBytes = new long[size];
    graph
        .objects()
        .forEach(
            (id, address, slot) -> {
              int kind = kinds.of(id);
              counts[kind]++;
              bytes[kind] += slot;
              if (tree.live(id)) {
                live[kind]++;
                liveBytes[kind] += slot;
              }
            });
    List<Row> rows = new ArrayList<>();
    for (int kind = 0; kind < size; kind++) {
      if (counts[kind] > 0) {
        ObjectType name = kinds.name(kind);
        rows.add(
            new Row(
                name.name(), name.certainty(), counts[kind], bytes[kind], live[kind], liveBytes[kind], retained[kind]));
      }
    }
    rows.sort(LARGEST_FIRST);
    Row total =
        new Row(
            "total",
            Certainty.UNKNOWN,
            graph.objects().count(),
            graph.objects().bytes(),
            tree.liveObjects(),
            tree.liveBytes(),
            tree.liveBytes());
    return new Histogram(List.copyOf(rows), total);
  }
}
