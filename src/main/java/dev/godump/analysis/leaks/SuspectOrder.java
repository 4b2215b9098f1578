package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order of suspects: those that keep most bytes first, the live ones and the values that their
 * goroutines send; those within another after it.
 */
final class SuspectOrder {
  private SuspectOrder() {}

  /**
   * Merges suspects.
   *
   * @param first suspects that stay at the start
   * @param live each with the index in this list of the suspect that it is within, which is before
   *     it
   * @param besides those that are not counted as live
   */
  static List<LeakSuspect> of(
      List<LeakSuspect> first, List<LeakSuspect> live, List<LeakSuspect> besides) {
    long[] kept = new long[live.size()];
    for (int i = live.size() - 1; i >= 0; i--) {
      LeakSuspect suspect = live.get(i);
      kept[i] = Math.max(kept[i], suspect.retained() + suspect.valuesSent());
      if (suspect.within() >= 0) {
        kept[suspect.within()] = Math.max(kept[suspect.within()], kept[i]);
      }
    }
    int[] order =
        IntStream.range(0, kept.length)
            .boxed()
            .sorted(Comparator.comparingLong((Integer i) -> kept[i]).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    List<LeakSuspect> notLive = new ArrayList<>(besides);
    notLive.removeIf(suspect -> live.stream().anyMatch(other -> sends(other, suspect)));
    notLive.sort(Comparator.comparingLong(LeakSuspect::retained).reversed());
    List<LeakSuspect> merged = new ArrayList<>(first);
    int[] positions = new int[kept.length];
    Arrays.fill(positions, -1);
    int taken = 0;
    for (int i : order) {
      while (taken < notLive.size() && notLive.get(taken).retained() >= kept[i]) {
        merged.add(notLive.get(taken++));
      }
      positions[i] = merged.size();
      LeakSuspect suspect = live.get(i);
      merged.add(suspect.within() < 0 ? suspect : suspect.within(positions[suspect.within()]));
    }
    merged.addAll(notLive.subList(taken, notLive.size()));
    return List.copyOf(merged);
  }

  /**
   * Whether the values that goroutines send are what stack variables of the same goroutines keep:
   * one finding, not two.
   */
  private static boolean sends(LeakSuspect goroutines, LeakSuspect variables) {
    return variables.kind() == Kind.STACK_VARIABLES
        && goroutines.valuesSent() == variables.retained()
        && goroutines.goroutines().containsAll(variables.goroutines());
  }
}
