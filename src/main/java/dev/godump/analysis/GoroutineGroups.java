package dev.godump.analysis;

import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.ProcessState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Goroutines in groups of the same state and the same stack. */
public final class GoroutineGroups {
  private GoroutineGroups() {}

  /**
   * Goroutines that stand at the same place for the same reason.
   *
   * @param state in the words of Go's tracebacks
   * @param system whether the runtime started them for itself
   * @param members by id
   */
  public record Group(String state, boolean system, List<Goroutine> members) {}

  /** Two goroutines with equal keys are in one group. */
  private record Key(String state, boolean system, boolean wroteDump, List<Long> pcs) {
    // what Java makes of a record by itself takes tens of milliseconds to start

    @Override
    public boolean equals(Object o) {
      return o instanceof Key other
          && system == other.system
          && wroteDump == other.wroteDump
          && state.equals(other.state)
          && pcs.equals(other.pcs);
    }

    @Override
    public int hashCode() {
      return 31 * state.hashCode() + pcs.hashCode();
    }
  }

  /** Groups of the goroutines that a filter lets pass, most numerous first, then by lowest id. */
  public static List<Group> of(ProcessState process, Predicate<Goroutine> filter) {
    Frames frames = process.frames();
    Map<Key, List<Goroutine>> groups = new LinkedHashMap<>();
    for (Goroutine goroutine : sorted(process, filter)) {
      List<Long> pcs = new ArrayList<>(goroutine.frames());
      for (int f = 0; f < goroutine.frames(); f++) {
        pcs.add(frames.pc(goroutine.firstFrame() + f));
      }
      Key key =
          new Key(goroutine.state(), goroutine.record().system(), goroutine.wroteDump(frames), pcs);
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(goroutine);
    }
    return groups.entrySet().stream()
        .map(e -> new Group(e.getKey().state(), e.getKey().system(), List.copyOf(e.getValue())))
        .sorted(
            Comparator.comparingInt((Group g) -> -g.members().size())
                .thenComparingLong(g -> g.members().get(0).id()))
        .toList();
  }

  /** The goroutines that a filter lets pass, by id. */
  public static List<Goroutine> sorted(ProcessState process, Predicate<Goroutine> filter) {
    return process.goroutines().stream()
        .filter(filter)
        .sorted(Comparator.comparingLong(Goroutine::id))
        .toList();
  }

  /** How many goroutines are in each state, most numerous first. */
  public static Map<String, Long> byState(ProcessState process) {
    Map<String, Long> counts = new TreeMap<>();
    process.goroutines().forEach(g -> counts.merge(g.state(), 1L, Long::sum));
    Map<String, Long> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }
}
