package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

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

  private static final String NOT_SAMPLED = "(not sampled)";

  private static final Comparator<Row> LARGEST_FIRST =
      Comparator.comparingLong(Row::bytes).reversed().thenComparing(Row::type);

  /** By shape alone. */
  public static Histogram byShape(HeapGraph graph, DominatorTree tree) {
    return retaining(graph, tree, ObjectKinds.byShape(graph));
  }

  /** By shape alone, without what each row retains. */
  static Histogram countedByShape(HeapGraph graph, DominatorTree tree) {
    return counted(graph, tree, ObjectKinds.byShape(graph));
  }

  /** By the size of the slot. */
  public static Histogram bySizeClass(HeapGraph graph, DominatorTree tree) {
    return retaining(graph, tree, ObjectKinds.bySize(graph));
  }

  /** By the size of the slot, without what each row retains. */
  static Histogram countedBySizeClass(HeapGraph graph, DominatorTree tree) {
    return counted(graph, tree, ObjectKinds.bySize(graph));
  }

  /** By type where it is known, else by shape. */
  public static Histogram byType(HeapGraph graph, DominatorTree tree, HeapTypes types) {
    return retaining(graph, tree, ObjectKinds.byType(graph, types));
  }

  /**
   * By the package of the type; objects of unknown type are in one row.
   */
  public static Histogram byPackage(HeapGraph graph, DominatorTree tree, HeapTypes types) {
    return retaining(graph, tree, ObjectKinds.byPackage(graph, types));
  }

  /** By the function and line that allocated them; those that were not sampled are in one row. */
  public static Histogram bySite(HeapGraph graph, DominatorTree tree) {
    ObjectKeys sites = ObjectKeys.bySite(graph);
    int rest = sites.count();
    IntFunction<ObjectType> names = key -> new ObjectType(key == rest ? NOT_SAMPLED : sites.name(key), Certainty.UNKNOWN);
    return retaining(graph, tree, object -> sites.of(object) < 0 ? rest : sites.of(object), rest + 1, names);
  }

  /** By what alone keeps them alive: a variable, goroutines of one stack, …; or several of those. */
  public static Histogram byRoot(HeapGraph graph, DominatorTree tree, HeapTypes types) {
    Holdings holdings = new Holdings(graph, types, tree);
    IntFunction<ObjectType> names = key -> new ObjectType(holdings.called(key), Certainty.UNKNOWN);
    return retaining(graph, tree, holdings::of, holdings.count(), names);
  }

  private static Histogram retaining(HeapGraph graph, DominatorTree tree, ObjectKinds kinds) {
    return retaining(graph, tree, kinds::of, kinds.count(), kinds::name);
  }

  private static Histogram retaining(
      HeapGraph graph, DominatorTree tree, IntUnaryOperator keyOf, int keys, IntFunction<ObjectType> names) {
    return of(graph, tree, keyOf, names, RetainedByKey.of(tree, keyOf, keys));
  }

  private static Histogram counted(HeapGraph graph, DominatorTree tree, ObjectKinds kinds) {
    long[] unknown = new long[kinds.count()];
    Arrays.fill(unknown, -1);
    return of(graph, tree, kinds::of, kinds::name, unknown);
  }

  private static Histogram of(
      HeapGraph graph, DominatorTree tree, IntUnaryOperator keyOf, IntFunction<ObjectType> names, long[] retained) {
    int size = retained.length;
    long[] counts = new long[size];
    long[] bytes = new long[size];
    long[] live = new long[size];
    long[] liveBytes = new long[size];
    graph
        .objects()
        .forEach(
            (id, address, slot) -> {
              int kind = keyOf.applyAsInt(id);
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
        ObjectType name = names.apply(kind);
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
