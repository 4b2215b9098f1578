package dev.godump.heap.histogram;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.RetainedByKey;
import dev.godump.io.Parallel;
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
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Counts and sizes of objects, grouped.
 *
 * @param rows most bytes first
 * @param total over all rows; it retains all live bytes
 */
public record Histogram(List<Row> rows, Row total) {

  /** The retained bytes of rows that were grouped without them. */
  public static final int NOT_COUNTED = -1;

  /**
   * A group of objects.
   *
   * @param type name of the group: a type, a shape, a package, …
   * @param certainty of the type; {@link Certainty#UNKNOWN} if the group is not a type
   * @param count objects
   * @param bytes of their slots
   * @param liveCount live objects, 0 if liveness is unknown
   * @param liveBytes of their slots
   * @param retained bytes of all objects that any of them dominates, each counted once; {@link
   *     #NOT_COUNTED} if not computed
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

  /** The properties to group objects by. */
  public enum By {
    /** The type if it is known, else the shape; arrays of all lengths are one row. */
    TYPE("type"),
    /** As {@link #TYPE}, with a row for each length of arrays. */
    LENGTH("length"),
    SHAPE("shape"),
    /** The size of the slot. */
    SIZE("size"),
    /** The package of the type; objects of unknown type are in one row. */
    PACKAGE("package"),
    /**
     * The function and line that allocated the object; objects that were not sampled are in one
     * row.
     */
    SITE("site"),
    /**
     * The owner that alone keeps the object alive: a variable, goroutines with one stack, …; or
     * several.
     */
    ROOT("root");

    private final String label;

    By(String label) {
      this.label = label;
    }

    /** The name in options and in the names of index sections, which must not change. */
    public String label() {
      return label;
    }

    /** Whether types are needed. */
    public boolean needsTypes() {
      return this == TYPE || this == LENGTH || this == PACKAGE || this == ROOT;
    }
  }

  /**
   * Groups objects by one property.
   *
   * @param types may be null if they are not {@linkplain By#needsTypes needed}
   */
  public static Histogram of(
      HeapGraph graph, DominatorTree tree, @Nullable HeapTypes types, By by) {
    return Objects.requireNonNull(
        all(graph, tree, types, List.of(by), graph.typesStorage()).get(by));
  }

  /**
   * Groups objects by several properties in one walk.
   *
   * @param types may be null if they are not {@linkplain By#needsTypes needed}
   * @param storage for 8 bytes per node of the tree
   */
  public static Map<By, Histogram> all(
      HeapGraph graph,
      DominatorTree tree,
      @Nullable HeapTypes types,
      List<By> requested,
      Storage storage) {
    List<Keys> kinds = requested.stream().map(by -> keys(graph, tree, types, by)).toList();
    List<IntUnaryOperator> keys = kinds.stream().map(Keys::of).toList();
    int[] counts = kinds.stream().mapToInt(Keys::count).toArray();
    Parallel.Task<long[][]> retained =
        Parallel.start(() -> RetainedByKey.of(tree, storage, keys, counts));
    List<Counts> counted;
    try {
      counted = count(graph, tree, kinds);
    } finally {
      // the task reads the graph, which may be closed next
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
   * The groups that objects are in.
   *
   * @param of the group of an object
   * @param typeOf the name and certainty of a group
   */
  private record Keys(IntUnaryOperator of, int count, IntFunction<ObjectType> typeOf) {
    static Keys of(TypeOrShapeIndex kinds) {
      return new Keys(kinds::kindOf, kinds.count(), kinds::type);
    }
  }

  private static Keys keys(HeapGraph graph, DominatorTree tree, @Nullable HeapTypes types, By by) {
    return switch (by) {
      case TYPE -> Keys.of(TypeOrShapeIndex.byFoldedType(graph, Objects.requireNonNull(types)));
      case LENGTH -> Keys.of(TypeOrShapeIndex.byType(graph, Objects.requireNonNull(types)));
      case SHAPE -> Keys.of(TypeOrShapeIndex.byShape(graph));
      case SIZE -> Keys.of(TypeOrShapeIndex.bySize(graph));
      case PACKAGE -> Keys.of(TypeOrShapeIndex.byPackage(graph, Objects.requireNonNull(types)));
      case SITE -> bySite(graph);
      case ROOT -> {
        ExclusiveOwners owners = new ExclusiveOwners(graph, Objects.requireNonNull(types), tree);
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
        object -> sites.keyOf(object) == CrossDumpKeys.NONE ? rest : sites.keyOf(object),
        rest + 1,
        key -> new ObjectType(key == rest ? NOT_SAMPLED : sites.name(key), Certainty.UNKNOWN));
  }

  /**
   * Groups objects by one property, without the bytes each row retains.
   *
   * @param types may be null if they are not {@linkplain By#needsTypes needed}
   */
  public static Histogram ofCounts(
      HeapGraph graph, DominatorTree tree, @Nullable HeapTypes types, By by) {
    Keys keys = keys(graph, tree, types, by);
    long[] unknown = new long[keys.count()];
    Arrays.fill(unknown, NOT_COUNTED);
    return new Histogram(
        count(graph, tree, List.of(keys)).get(0).rows(unknown), total(graph, tree));
  }

  /** Returns the same rows without the bytes they retain. */
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
                        NOT_COUNTED))
            .toList();
    return new Histogram(same, total);
  }

  /** Counts objects by several kinds of keys in one walk. */
  private static List<Counts> count(HeapGraph graph, DominatorTree tree, List<Keys> kinds) {
    Counts[] all = kinds.stream().map(Counts::new).toArray(Counts[]::new);
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

  /** Sums by one kind of keys. */
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
