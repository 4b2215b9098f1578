package dev.godump.sql.table;

import dev.godump.analysis.Retainers;
import dev.godump.analysis.Retainers.Step;
import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.heap.paths.ShortestPaths;
import dev.godump.heap.roots.RootLabel;
import dev.godump.report.value.ValueText;
import dev.godump.sql.TableColumn;
import dev.godump.sql.TableHeap;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.value.ValueReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What SQL asks of single objects: their path from a root, retained size and value. Computed under
 * the lock of the heap.
 */
public final class ObjectAnswers {
  /** Steps of a path that are shown; the end of a longer one is left out. */
  private static final int MAX_STEPS = 100;

  private final Heap heap;
  private final HeapGraph graph;
  private final HeapTypes types;
  private final ValueReader reader;
  private final IntFunction<ShortestPaths> paths;
  private final IntToLongFunction retained;

  private ObjectAnswers(TableHeap table) throws IOException {
    heap = table.heap();
    graph = heap.graph();
    types = heap.types();
    reader = new ValueReader(graph, types, heap.program(), FieldsTable.LIMITS, table.secrets());
    paths = heap.pathsToEach();
    retained = heap.retainedByObject();
  }

  private static ObjectAnswers of(TableHeap table) throws IOException {
    return table.once(ObjectAnswers.class, () -> new ObjectAnswers(table));
  }

  /** Returns the bytes that an object retains; {@link TableColumn#NULL} if there is none. */
  public static long retained(TableHeap table, long address) throws IOException {
    return table.locked(
        () -> {
          int object = table.heap().graph().objects().find(address);
          return object == ObjectTable.NONE
              ? TableColumn.NULL
              : of(table).retained.applyAsLong(object);
        });
  }

  /** Returns the value of an object; null if it is unknown. */
  public static @Nullable String value(TableHeap table, long address) throws IOException {
    Optional<String> known =
        table.locked(
            () -> {
              int object = table.heap().graph().objects().find(address);
              return object == ObjectTable.NONE ? Optional.empty() : of(table).value(object);
            });
    return known.orElse(null);
  }

  /**
   * Returns the shortest path from a root to an object: {@code main.sessions → .buckets → .buf};
   * null for garbage.
   */
  public static @Nullable String path(TableHeap table, long address) throws IOException {
    Optional<String> known =
        table.locked(
            () -> {
              int object = table.heap().graph().objects().find(address);
              return object == ObjectTable.NONE ? Optional.empty() : of(table).path(object);
            });
    return known.orElse(null);
  }

  private Optional<String> value(int object) throws IOException {
    GoType type =
        types
            .mapOrChannelOf(object)
            .or(() -> types.typeOf(object).map(ObjectType::element))
            .orElse(null);
    return reader.readObject(object).map(value -> ValueText.line(value, type));
  }

  private Optional<String> path(int object) throws IOException {
    ShortestPaths search = paths.apply(object);
    if (!heap.reachability().isLive(object) || !search.hasPath(object)) {
      return Optional.empty();
    }
    Retainers.Path path = Retainers.shortestPath(graph, search, object);
    StringBuilder text =
        new StringBuilder(RootLabel.of(graph, types.rootNames(), path.root()).text());
    List<Step> steps = path.steps();
    for (int i = 1; i < Math.min(steps.size(), MAX_STEPS); i++) {
      Step step = steps.get(i);
      Optional<String> field = types.fieldName(steps.get(i - 1).object(), step.pointerOffset());
      text.append(" → ").append(field.orElse("+" + step.pointerOffset()));
    }
    if (steps.size() > MAX_STEPS) {
      text.append(" → … ").append(steps.size() - MAX_STEPS).append(" more");
    }
    return Optional.of(text.toString());
  }
}
