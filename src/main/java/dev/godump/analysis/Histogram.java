package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.Shape;
import dev.godump.types.Certainty;
import dev.godump.types.ObjectType;
import dev.godump.types.ObjectTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
   * @param retained bytes that would be garbage without all of them; -1 where that was not asked for
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

  /** By shape alone. */
  public static Histogram byShape(HeapGraph graph, DominatorTree tree) {
    return retaining(graph, tree, shapes(graph));
  }

  /** By shape alone, without what each row retains. */
  static Histogram countedByShape(HeapGraph graph, DominatorTree tree) {
    return counted(graph, tree, shapes(graph));
  }

  /** By the size of the slot. */
  public static Histogram bySizeClass(HeapGraph graph, DominatorTree tree) {
    return retaining(graph, tree, sizes(graph));
  }

  /** By the size of the slot, without what each row retains. */
  static Histogram countedBySizeClass(HeapGraph graph, DominatorTree tree) {
    return counted(graph, tree, sizes(graph));
  }

  private static ObjectKeys shapes(HeapGraph graph) {
    return new ObjectKeys(graph, Shape::toString, Optional.empty());
  }

  private static ObjectKeys sizes(HeapGraph graph) {
    return new ObjectKeys(graph, shape -> shape.size() + " B", Optional.empty());
  }

  /** By type where it is known, else by shape. */
  public static Histogram byType(HeapGraph graph, DominatorTree tree, ObjectTypes types) {
    return retaining(graph, tree, new ObjectKeys(graph, Shape::toString, Optional.of(types)));
  }

  private static Histogram retaining(HeapGraph graph, DominatorTree tree, ObjectKeys keys) {
    return of(graph, tree, keys, RetainedByKey.of(tree, keys::of, keys.names.size()));
  }

  private static Histogram counted(HeapGraph graph, DominatorTree tree, ObjectKeys keys) {
    long[] unknown = new long[keys.names.size()];
    Arrays.fill(unknown, -1);
    return of(graph, tree, keys, unknown);
  }

  private static Histogram of(HeapGraph graph, DominatorTree tree, ObjectKeys keys, long[] retained) {
    int size = keys.names.size();
    long[] counts = new long[size];
    long[] bytes = new long[size];
    long[] live = new long[size];
    long[] liveBytes = new long[size];
    graph
        .objects()
        .forEach(
            (id, address, slot) -> {
              int key = keys.of(id);
              counts[key]++;
              bytes[key] += slot;
              if (tree.live(id)) {
                live[key]++;
                liveBytes[key] += slot;
              }
            });
    List<Row> rows = new ArrayList<>();
    for (int key = 0; key < size; key++) {
      if (counts[key] > 0) {
        ObjectType name = keys.names.get(key);
        rows.add(
            new Row(
                name.name(), name.certainty(), counts[key], bytes[key], live[key], liveBytes[key], retained[key]));
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

  /** Numbers for what objects are told apart by. */
  private static final class ObjectKeys {
    private final HeapGraph graph;
    private final Optional<ObjectTypes> types;
    private final List<ObjectType> names = new ArrayList<>();
    private final Map<ObjectType, Integer> numbers = new HashMap<>();
    private final int[] ofShape;

    /** @param text of a shape; shapes of the same text are one */
    ObjectKeys(HeapGraph graph, Function<Shape, String> text, Optional<ObjectTypes> types) {
      this.graph = graph;
      this.types = types;
      ofShape = new int[graph.shapes().size()];
      for (int i = 0; i < ofShape.length; i++) {
        ofShape[i] = number(new ObjectType(text.apply(graph.shapes().get(i)), Certainty.UNKNOWN));
      }
      types.ifPresent(known -> known.distinct().forEach(this::number));
    }

    private int number(ObjectType name) {
      return numbers.computeIfAbsent(
          name,
          added -> {
            names.add(added);
            return names.size() - 1;
          });
    }

    int of(int object) {
      if (types.isPresent()) {
        Optional<ObjectType> type = types.get().of(object);
        if (type.isPresent()) {
          return numbers.get(type.get());
        }
      }
      return ofShape[graph.shape(object)];
    }
  }
}
