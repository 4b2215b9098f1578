package dev.godump.analysis.signature;

import dev.godump.analysis.PointerFields;
import dev.godump.analysis.PointerFields.Pointer;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The first by names of the shortest paths from a holder: at each step all objects that paths with
 * the names so far lead to are kept, and the types and fields that lead on are compared. Not
 * thread-safe.
 */
final class NamedPath {
  /** The most fields of one step to compare by name, those of the lowest addresses. */
  private static final int MAX_NAMES = 1 << 12;

  private static final String ARROW = " → ";

  private final HeapGraph graph;
  private final StepNames steps;
  private final Holders holders;
  private final HolderDistances distances;
  private final List<Step> path = new ArrayList<>();

  /**
   * @param field that leads to the object; may be empty
   */
  private record Step(String field, String type) {
    @Override
    public String toString() {
      return field.isEmpty() ? type : field + " " + type;
    }
  }

  NamedPath(HeapGraph graph, StepNames steps, Holders holders, HolderDistances distances) {
    this.holders = holders;
    this.graph = graph;
    this.steps = steps;
    this.distances = distances;
  }

  /**
   * Follows the path from some objects to a target.
   *
   * @param first objects at one distance from the targets
   * @return its text
   */
  String from(String holder, IntArrayList first) throws IOException {
    String type = first.intStream().mapToObj(steps::ofType).min(String::compareTo).orElseThrow();
    add(new Step("", type));
    IntArrayList at = new IntArrayList(first);
    at.removeIf(object -> !steps.ofType(object).equals(type));
    for (int distance = distances.of(first.getInt(0)) - 1; distance >= 0; distance--) {
      at = next(at, distance);
    }
    StringBuilder text = new StringBuilder(holder);
    path.forEach(step -> text.append(ARROW).append(step));
    return text.toString();
  }

  /** Adds a step; one to a type that the path has already been at is a step back there. */
  private void add(Step step) {
    for (int i = 0; i < path.size(); i++) {
      if (path.get(i).type().equals(step.type())) {
        path.subList(i + 1, path.size()).clear();
        return;
      }
    }
    path.add(step);
  }

  /** The objects at a distance that the first type and field by name lead to. */
  private IntArrayList next(IntArrayList from, int distance) throws IOException {
    IntArrayList holders = withParts(from, distance);
    String type = firstType(holders, distance);
    Map<String, IntOpenHashSet> objectsByField = new TreeMap<>();
    int compared = 0;
    for (int i = 0; i < holders.size() && compared < MAX_NAMES; i++) {
      int holder = holders.getInt(i);
      Iterator<Pointer> pointers = PointerFields.of(graph, holder).iterator();
      while (pointers.hasNext() && compared < MAX_NAMES) {
        Pointer pointer = pointers.next();
        if (isWhole(pointer.target(), distance) && steps.ofType(pointer.target()).equals(type)) {
          objectsByField
              .computeIfAbsent(steps.ofField(holder, pointer.offset()), f -> new IntOpenHashSet())
              .add(pointer.target());
          compared++;
        }
      }
    }
    Map.Entry<String, IntOpenHashSet> first = objectsByField.entrySet().iterator().next();
    add(new Step(first.getKey(), type));
    IntArrayList next = new IntArrayList(first.getValue());
    next.sort(null);
    return next;
  }

  /** Some objects and the parts of maps at a distance that they lead to. */
  private IntArrayList withParts(IntArrayList objects, int distance) {
    IntArrayList all = new IntArrayList(objects);
    IntOpenHashSet parts = new IntOpenHashSet();
    for (int i = 0; i < all.size(); i++) {
      graph
          .edges()
          .forEach(
              all.getInt(i),
              target -> {
                if (distances.of(target) == distance
                    && holders.isPart(target)
                    && parts.add(target)) {
                  all.add(target);
                }
              });
    }
    return all;
  }

  private String firstType(IntArrayList holders, int distance) {
    TreeSet<String> types = new TreeSet<>();
    for (int holder : holders) {
      graph
          .edges()
          .forEach(
              holder,
              target -> {
                if (isWhole(target, distance)) {
                  types.add(steps.ofType(target));
                }
              });
    }
    return types.first();
  }

  /** Whether an object is at a distance and is not inside a map. */
  private boolean isWhole(int object, int distance) {
    return object != ObjectTable.NONE
        && distances.of(object) == distance
        && !holders.isPart(object);
  }
}
