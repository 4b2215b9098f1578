package dev.godump.analysis;

import dev.godump.format.DumpRecord.Finalizer;
import dev.godump.format.RecordKind;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.Reachability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Groups finalizers that are alike: one state, one function, objects of one type. */
public final class FinalizerGroups {
  private FinalizerGroups() {}

  /**
   * Finalizers that are alike.
   *
   * @param example the first in the file; the others have its state, entry pc and types
   * @param count how many they are
   * @param live how many of their objects are live; null if liveness is unknown
   * @param retained bytes that each alone keeps alive, added up, none twice; null if liveness is
   *     unknown
   */
  public record Group(Finalizer example, int count, @Nullable Long live, @Nullable Long retained) {}

  /** The values by which finalizers are alike. */
  private record Key(RecordKind kind, long entry, long parameterType, long objectType) {}

  /** Groups all finalizers of a dump, those that retain most first. */
  public static List<Group> of(
      HeapGraph graph, Reachability reachability, FinalizerRetention retention) {
    Map<Key, List<Finalizer>> byKey = new LinkedHashMap<>();
    for (Finalizer one : graph.process().finalizers()) {
      Key key = new Key(one.kind(), one.entry(), one.parameterType(), one.objectType());
      byKey.computeIfAbsent(key, unknown -> new ArrayList<>()).add(one);
    }
    List<Group> groups = new ArrayList<>();
    for (List<Finalizer> alike : byKey.values()) {
      groups.add(
          new Group(
              alike.get(0),
              alike.size(),
              reachability.isKnown() ? live(graph, reachability, alike) : null,
              retention.ofAll(alike)));
    }
    groups.sort(
        Comparator.comparingLong((Group group) -> group.retained == null ? 0 : -group.retained)
            .thenComparingInt(group -> -group.count));
    return groups;
  }

  private static long live(HeapGraph graph, Reachability reachability, List<Finalizer> finalizers) {
    return finalizers.stream()
        .mapToInt(one -> graph.objects().find(one.object()))
        .filter(object -> object != ObjectTable.NONE && reachability.isLive(object))
        .count();
  }
}
