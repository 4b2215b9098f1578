package dev.godump.heap.roots;

import dev.godump.graph.Goroutine;
import dev.godump.graph.ProcessState;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntComparator;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Groups goroutines with the same state and the same stack. */
public final class GoroutineGroups {
  private GoroutineGroups() {}

  /**
   * Goroutines with the same state and the same stack.
   *
   * @param state in the words of Go's tracebacks
   * @param system whether they are the runtime's own
   * @param members sorted by id; created on demand, as there can be hundreds of thousands
   * @param indexes the members' indexes in the list of all goroutines
   */
  public record Group(String state, boolean system, List<Goroutine> members, IntList indexes) {}

  /** Goroutines with equal keys are in one group. */
  private record Key(String state, boolean system, int stack) {
    // a record's generated methods take tens of milliseconds at the first call

    @Override
    public boolean equals(Object o) {
      return o instanceof Key other
          && system == other.system
          && stack == other.stack
          && state.equals(other.state);
    }

    @Override
    public int hashCode() {
      return 31 * state.hashCode() + stack;
    }
  }

  /** Groups the goroutines that pass a filter: the largest group first, then by lowest id. */
  public static List<Group> of(ProcessState process, Predicate<Goroutine> filter) {
    List<Goroutine> all = process.goroutines();
    Map<Key, IntArrayList> groups = new LinkedHashMap<>();
    long[] ids = new long[all.size()];
    for (int index = 0; index < ids.length; index++) {
      Goroutine goroutine = all.get(index);
      if (filter.test(goroutine)) {
        ids[index] = goroutine.id();
        Key key = new Key(goroutine.state(), goroutine.record().system(), goroutine.stackId());
        groups.computeIfAbsent(key, k -> new IntArrayList()).add(index);
      }
    }
    List<Group> sorted = new ArrayList<>();
    for (Map.Entry<Key, IntArrayList> group : groups.entrySet()) {
      IntArrayList indexes = group.getValue();
      sort(indexes, ids);
      sorted.add(
          new Group(
              group.getKey().state(), group.getKey().system(), new Members(all, indexes), indexes));
    }
    sorted.sort(
        Comparator.comparingInt((Group g) -> -g.members().size())
            .thenComparingLong(g -> ids[g.indexes().getInt(0)]));
    return sorted;
  }

  private static void sort(IntArrayList indexes, long[] ids) {
    IntComparator byId =
        (a, b) -> ids[a] == ids[b] ? Integer.compare(a, b) : Long.compare(ids[a], ids[b]);
    IntArrays.quickSort(indexes.elements(), 0, indexes.size(), byId);
  }

  /** The goroutines that pass a filter, sorted by id. */
  public static List<Goroutine> sorted(ProcessState process, Predicate<Goroutine> filter) {
    List<Goroutine> all = process.goroutines();
    IntArrayList indexes = new IntArrayList();
    long[] ids = new long[all.size()];
    for (int index = 0; index < ids.length; index++) {
      Goroutine goroutine = all.get(index);
      if (filter.test(goroutine)) {
        ids[index] = goroutine.id();
        indexes.add(index);
      }
    }
    sort(indexes, ids);
    return new Members(all, indexes);
  }

  /** A view of some of all goroutines. */
  private static final class Members extends AbstractList<Goroutine> implements RandomAccess {
    private final List<Goroutine> all;
    private final IntArrayList indexes;

    Members(List<Goroutine> all, IntArrayList indexes) {
      this.all = all;
      this.indexes = indexes;
    }

    @Override
    public Goroutine get(int index) {
      return all.get(indexes.getInt(index));
    }

    @Override
    public int size() {
      return indexes.size();
    }
  }

  /** The number of goroutines in each state, the largest first. */
  public static Map<String, Long> byState(ProcessState process) {
    Map<String, Long> counts = new TreeMap<>();
    process.goroutines().forEach(g -> counts.merge(g.state(), 1L, Long::sum));
    Map<String, Long> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }
}
