package dev.godump.heap.histogram;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorChildren;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.NodeKeys;
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

  /** The row of {@link By#ROOT} with the objects that no recorded root leads to. */
  public static final String NO_RECORDED_ROOT = "no recorded root";

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
   * Groups objects by several properties in one walk.
   *
   * @param types may be null if they are not {@linkplain By#needsTypes needed}
   * @param storage for 8 bytes per node of the tree, and the bytes that the keys need
   */
  public static Map<By, Histogram> all(
      HeapGraph graph,
      DominatorTree tree,
      @Nullable HeapTypes types,
      List<By> requested,
      Storage storage) {
    List<Keys> kinds = requested.stream().map(by -> keys(graph, tree, types, by)).toList();
    List<NodeKeys> byNode =
        kinds.stream().map(keys -> new NodeKeys(tree, keys.count(), storage)).toList();
    Parallel.Task<DominatorChildren> children =
        Parallel.start(() -> new DominatorChildren(tree, storage));
    List<Counts> counted;
    try {
      counted = count(graph, tree, kinds, byNode);
    } finally {
      // the task reads the graph, which may be closed next
      children.await();
    }
    long[][] retained = RetainedByKey.of(tree, children.result(), byNode);
    Map<By, Histogram> all = new EnumMap<>(By.class);
    for (int i = 0; i < retained.length; i++) {
      all.put(
          requested.get(i), new Histogram(counted.get(i).rows(retained[i]), total(graph, tree)));
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
    Counts counts = count(graph, tree, List.of(keys), List.of()).get(0);
    return new Histogram(counts.rows(unknown(keys.count())), total(graph, tree));
  }

  /**
   * Groups objects by {@link By#SHAPE} and by {@link By#SIZE}, which a shape includes, without the
   * bytes each row retains.
   */
  public static Map<By, Histogram> ofShapes(HeapGraph graph, DominatorTree tree) {
    ShapeCounts shapes = ShapeCounts.of(graph, tree);
    Map<By, Histogram> histograms = new EnumMap<>(By.class);
    for (By by : List.of(By.SHAPE, By.SIZE)) {
      TypeOrShapeIndex kinds =
          by == By.SHAPE ? TypeOrShapeIndex.byShape(graph) : TypeOrShapeIndex.bySize(graph);
      Counts counts = new Counts(Keys.of(kinds));
      for (int shape = 0; shape < graph.shapes().size(); shape++) {
        long slot = graph.shapes().get(shape).size();
        counts.add(kinds.kindOfShape(shape), slot, shapes.live(shape), shapes.garbage(shape));
      }
      histograms.put(by, new Histogram(counts.rows(unknown(kinds.count())), total(graph, tree)));
    }
    return histograms;
  }

  private static long[] unknown(int keys) {
    long[] unknown = new long[keys];
    Arrays.fill(unknown, NOT_COUNTED);
    return unknown;
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

  /**
   * Counts objects by several kinds of keys in one walk.
   *
   * @param byNode takes the keys of live objects, by kind; may be empty
   */
  private static List<Counts> count(
      HeapGraph graph, DominatorTree tree, List<Keys> kinds, List<NodeKeys> byNode) {
    Counts[] all = kinds.stream().map(Counts::new).toArray(Counts[]::new);
    NodeKeys[] live = byNode.toArray(NodeKeys[]::new);
    graph
        .objects()
        .forEach(
            (id, address, slot) -> {
              int node = tree.node(id);
              for (int kind = 0; kind < all.length; kind++) {
                int key = all[kind].add(id, slot, node != DominatorTree.ROOT);
                if (node != DominatorTree.ROOT && kind < live.length) {
                  live[kind].set(node, key);
                }
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

    /** Adds an object and returns its key. */
    int add(int object, long slot, boolean isLive) {
      int key = keys.of().applyAsInt(object);
      add(key, slot, isLive ? 1 : 0, isLive ? 0 : 1);
      return key;
    }

    /** Adds live objects and garbage of one key and slot size. */
    void add(int key, long slot, int liveCount, int garbage) {
      counts[key] += liveCount + garbage;
      bytes[key] += slot * (liveCount + garbage);
      live[key] += liveCount;
      liveBytes[key] += slot * liveCount;
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
