package dev.godump.heap.histogram;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.RetainedByKey;
import dev.godump.io.BackgroundTask;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.vector.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

  /** What objects are told apart by. */
  public enum By {
    /** Their type where it is known, else their shape. */
    TYPE,
    SHAPE,
    /** The size of the slot. */
    SIZE,
    /** The package of the type; objects of unknown type are in one row. */
    PACKAGE,
    /** The function and line that allocated them; those that were not sampled are in one row. */
    SITE,
    /** What alone keeps them alive: a variable, goroutines of one stack, …; or several of those. */
    ROOT;

    /** Whether types matter. */
    public boolean needsTypes() {
      return this == TYPE || this == PACKAGE || this == ROOT;
    }
  }

  /** By one of these; types may be null where they don't matter. */
  public static Histogram of(HeapGraph graph, DominatorTree tree, HeapTypes types, By by) {
    return all(graph, tree, types, List.of(by), graph.typesStorage()).get(by);
  }

  /**
   * By all of these, in less time than one by one.
   *
   * @param storage for 8 bytes a node of the tree
   */
  public static Map<By, Histogram> all(
      HeapGraph graph, DominatorTree tree, HeapTypes types, List<By> requested, Storage storage) {
    List<Keys> kinds = requested.stream().map(by -> keys(graph, tree, types, by)).toList();
    List<IntUnaryOperator> keys = kinds.stream().map(Keys::of).toList();
    int[] counts = kinds.stream().mapToInt(Keys::count).toArray();
    BackgroundTask<long[][]> retained =
        BackgroundTask.start(() -> RetainedByKey.of(tree, storage, keys, counts));
    List<Counts> counted;
    try {
      counted = count(graph, tree, kinds);
    } finally {
      // it looks at the graph, which may be closed next
      retained.await();
    }
    Map<By, Histogram> all = new EnumMap<>(By.class);
    for (int i = 0; i < counts.length; i++) {
      all.put(
          requested.get(i),
          new Histogram(counted.get(i).rows(retained.result()[i]), total(graph, tree)));
    }
    return all;
  }

  /**
   * Numbers that tell objects apart.
   *
   * @param of an object's number, by its id
   * @param names what a number stands for
   */
  private record Keys(IntUnaryOperator of, int count, IntFunction<ObjectType> typeOf) {
    static Keys of(TypeOrShapeIndex kinds) {
      return new Keys(kinds::kindOf, kinds.count(), kinds::type);
    }
  }

  private static Keys keys(HeapGraph graph, DominatorTree tree, HeapTypes types, By by) {
    return switch (by) {
      case TYPE -> Keys.of(TypeOrShapeIndex.byType(graph, types));
      case SHAPE -> Keys.of(TypeOrShapeIndex.byShape(graph));
      case SIZE -> Keys.of(TypeOrShapeIndex.bySize(graph));
      case PACKAGE -> Keys.of(TypeOrShapeIndex.byPackage(graph, types));
      case SITE -> bySite(graph);
      case ROOT -> {
        ExclusiveOwners owners = new ExclusiveOwners(graph, types, tree);
        yield new Keys(
            owners::ownerOf,
            owners.count(),
            key -> new ObjectType(owners.nameOf(key), Certainty.UNKNOWN));
      }
    };
  }

  private static Keys bySite(HeapGraph graph) {
    CrossDumpKeys sites = CrossDumpKeys.bySite(graph);
    int rest = sites.count();
    return new Keys(
        object -> sites.keyOf(object) < 0 ? rest : sites.keyOf(object),
        rest + 1,
        key -> new ObjectType(key == rest ? NOT_SAMPLED : sites.name(key), Certainty.UNKNOWN));
  }

  /** By one of these, without what each row retains; types may be null where they don't matter. */
  public static Histogram ofCounts(HeapGraph graph, DominatorTree tree, HeapTypes types, By by) {
    Keys keys = keys(graph, tree, types, by);
    long[] unknown = new long[keys.count()];
    Arrays.fill(unknown, -1);
    return new Histogram(
        count(graph, tree, List.of(keys)).get(0).rows(unknown), total(graph, tree));
  }

  /** The same rows, but for what each retains. */
  public Histogram withoutRetained() {
    List<Row> same =
        rows.stream()
            .map(
                row ->
                    new Row(
                        row.type,
                        row.certainty,
                        row.count,
                        row.bytes,
                        row.liveCount,
                        row.liveBytes,
                        -1))
            .toList();
    return new Histogram(same, total);
  }

  /** Counts objects by several sorts of keys in one walk. */
  private static List<Counts> count(HeapGraph graph, DominatorTree tree, List<Keys> sorts) {
    Counts[] all = sorts.stream().map(Counts::new).toArray(Counts[]::new);
    graph
        .objects()
        .forEach(
            (id, address, slot) -> {
              boolean live = tree.isLive(id);
              for (Counts each : all) {
                each.add(id, slot, live);
              }
            });
    return List.of(all);
  }

  private static Row total(HeapGraph graph, DominatorTree tree) {
    return new Row(
        "total",
        Certainty.UNKNOWN,
        graph.objects().count(),
        graph.objects().bytes(),
        tree.liveObjects(),
        tree.liveBytes(),
        tree.liveBytes());
  }

  /** Objects counted by keys. */
  private static final class Counts {
    private final Keys keys;
    private final long[] counts;
    private final long[] bytes;
    private final long[] live;
    private final long[] liveBytes;

    Counts(Keys keys) {
      this.keys = keys;
      counts = new long[keys.count()];
      bytes = new long[keys.count()];
      live = new long[keys.count()];
      liveBytes = new long[keys.count()];
    }

    void add(int object, long slot, boolean isLive) {
      int key = keys.of().applyAsInt(object);
      counts[key]++;
      bytes[key] += slot;
      if (isLive) {
        live[key]++;
        liveBytes[key] += slot;
      }
    }

    List<Row> rows(long[] retained) {
      List<Row> rows = new ArrayList<>();
      for (int key = 0; key < counts.length; key++) {
        if (counts[key] > 0) {
          ObjectType name = keys.typeOf().apply(key);
          rows.add(
              new Row(
                  name.name(),
                  name.certainty(),
                  counts[key],
                  bytes[key],
                  live[key],
                  liveBytes[key],
                  retained[key]));
        }
      }
      rows.sort(LARGEST_FIRST);
      return List.copyOf(rows);
    }
  }
}
