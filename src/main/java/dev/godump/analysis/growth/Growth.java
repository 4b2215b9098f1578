package dev.godump.analysis.growth;

import dev.godump.analysis.ObjectTotal;
import dev.godump.heap.histogram.Amount;
import dev.godump.heap.histogram.Measure;
import dev.godump.types.Certainty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The growth from the first of several dumps of one program to the last.
 *
 * @param dumps their names, in the order they were given
 * @param liveOnly whether garbage is excluded
 * @param unknownLiveness names of dumps that were cut before their roots; if there are any, garbage
 *     can't be excluded and retained sizes are unknown
 * @param heap totals of each dump
 * @param goroutines number in each dump
 * @param keptByCleanups what only inferred cleanups keep alive in each dump
 * @param rows of all dimensions, unordered
 * @param buildDifferences differences between the programs that make rows hard to compare, one
 *     clause each
 */
public record Growth(
    List<String> dumps,
    boolean liveOnly,
    List<String> unknownLiveness,
    List<Amount> heap,
    List<Long> goroutines,
    List<ObjectTotal> keptByCleanups,
    List<Row> rows,
    List<String> buildDifferences) {

  /**
   * One key with its amount in each dump.
   *
   * @param key its name, which is the same in all dumps
   * @param certainty of the type that it is named after; {@link Certainty#UNKNOWN} if it is not a
   *     type
   * @param series one amount per dump
   */
  public record Row(Dimension dimension, String key, Certainty certainty, List<Amount> series) {
    public Amount before() {
      return series.get(0);
    }

    public Amount after() {
      return series.get(series.size() - 1);
    }

    /** Returns the amount after minus the amount before. */
    public Amount delta() {
      return after().minus(before());
    }

    /** Whether all dumps have the same amount. */
    public boolean unchanged() {
      return series.stream().allMatch(before()::equals);
    }

    /**
     * Whether it never shrank between consecutive dumps and is larger in the last than in the
     * first.
     */
    public boolean onlyGrew(Measure measure) {
      for (int i = 1; i < series.size(); i++) {
        if (series.get(i).get(measure) < series.get(i - 1).get(measure)) {
          return false;
        }
      }
      return delta().get(measure) > 0;
    }
  }

  /**
   * Compares dumps.
   *
   * @param profiles at least one, oldest first
   * @param includeGarbage whether garbage counts as well
   */
  public static Growth of(List<HeapProfile> profiles, boolean includeGarbage) {
    List<String> unknown =
        profiles.stream().filter(p -> !p.livenessKnown()).map(HeapProfile::dump).toList();
    boolean liveOnly = !includeGarbage && unknown.isEmpty();
    List<HeapProfile.Census> censuses =
        profiles.stream().map(p -> liveOnly ? p.live() : p.all()).toList();
    List<Row> rows = new ArrayList<>();
    for (Dimension dimension : Dimension.values()) {
      TreeSet<String> keys = new TreeSet<>();
      censuses.forEach(census -> keys.addAll(census.rows(dimension).keySet()));
      for (String key : keys) {
        List<Amount> series =
            censuses.stream()
                .map(census -> census.rows(dimension).getOrDefault(key, Amount.NONE))
                .toList();
        Certainty certainty =
            dimension == Dimension.TYPE ? certainty(profiles, key) : Certainty.UNKNOWN;
        rows.add(new Row(dimension, key, certainty, series));
      }
    }
    return new Growth(
        profiles.stream().map(HeapProfile::dump).toList(),
        liveOnly,
        unknown,
        censuses.stream().map(HeapProfile.Census::heap).toList(),
        profiles.stream().map(HeapProfile::goroutines).toList(),
        profiles.stream().map(HeapProfile::keptByCleanups).toList(),
        List.copyOf(rows),
        buildDifferences(profiles));
  }

  private static Certainty certainty(List<HeapProfile> profiles, String key) {
    return profiles.stream()
        .map(p -> p.certainties().get(key))
        .filter(c -> c != null)
        .max(Comparator.naturalOrder())
        .orElse(Certainty.UNKNOWN);
  }

  private static List<String> buildDifferences(List<HeapProfile> profiles) {
    List<String> found = new ArrayList<>();
    HeapProfile first = profiles.get(0);
    for (HeapProfile profile : profiles.subList(1, profiles.size())) {
      Optional<String> difference = profile.build().differenceFrom(first.build());
      difference.ifPresent(text -> found.add(profile.dump() + ": " + text));
    }
    return found;
  }

  /** Whether retained sizes are known. */
  public boolean retainedKnown() {
    return unknownLiveness.isEmpty();
  }

  /** The measure that rows are sorted by unless another is requested. */
  public Measure defaultMeasure() {
    return retainedKnown() ? Measure.RETAINED : Measure.COUNT;
  }

  /** Returns the rows of a dimension, largest growth first. */
  public List<Row> rows(Dimension dimension, Measure measure) {
    return rows.stream()
        .filter(row -> row.dimension() == dimension)
        .sorted(
            Comparator.comparingLong((Row row) -> -row.delta().get(measure))
                .thenComparingLong(row -> -row.delta().count())
                .thenComparingLong(row -> -row.after().get(measure))
                .thenComparing(Row::key))
        .toList();
  }

  /** Returns the total of the last dump minus that of the first. */
  public Amount heapDelta() {
    return heap.get(heap.size() - 1).minus(heap.get(0));
  }

  /** Whether only cleanups keep an object alive in one of the dumps. */
  public boolean hasCleanups() {
    return keptByCleanups.stream().anyMatch(kept -> kept.objects() > 0);
  }

  /** Returns the bytes that only cleanups keep alive in the last dump minus those in the first. */
  public long cleanupsDelta() {
    return keptByCleanups.get(keptByCleanups.size() - 1).bytes() - keptByCleanups.get(0).bytes();
  }

  public long goroutinesDelta() {
    return goroutines.get(goroutines.size() - 1) - goroutines.get(0);
  }
}
