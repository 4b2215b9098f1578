package dev.godump.analysis.growth;

import dev.godump.heap.histogram.Amount;
import dev.godump.heap.histogram.Measure;
import dev.godump.types.Certainty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What grew from the first of several dumps of one program to the last.
 *
 * @param dumps their names, in the order they were given
 * @param liveOnly whether garbage is left out
 * @param unknownLiveness names of dumps that were cut before their roots; if there are any, garbage
 *     can't be left out, and nothing is known of what is retained
 * @param heap the objects of each dump together
 * @param goroutines of each dump
 * @param rows of all dimensions, in no order that means anything
 * @param differences of the program between dumps, a clause each, that make rows hard to compare
 */
public record Growth(
    List<String> dumps,
    boolean liveOnly,
    List<String> unknownLiveness,
    List<Amount> heap,
    List<Long> goroutines,
    List<Row> rows,
    List<String> buildDifferences) {

  /**
   * What one thing came to in each dump.
   *
   * @param key its name, which is the same in all dumps
   * @param certainty how sure the type is that it is named after; {@link Certainty#UNKNOWN} if it
   *     is no type's name
   * @param series an amount per dump
   */
  public record Row(Dimension dimension, String key, Certainty certainty, List<Amount> series) {
    public Amount before() {
      return series.get(0);
    }

    public Amount after() {
      return series.get(series.size() - 1);
    }

    /** After less before. */
    public Amount delta() {
      return after().minus(before());
    }

    /** Whether it came to the same in all dumps. */
    public boolean unchanged() {
      return series.stream().allMatch(before()::equals);
    }

    /**
     * Whether it never shrank from one dump to the next, and is larger in the last than in the
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
   * @param profiles at least one, in order of time
   * @param all whether garbage counts, too
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
      censuses.forEach(census -> keys.addAll(census.rows().get(dimension).keySet()));
      for (String key : keys) {
        List<Amount> series =
            censuses.stream()
                .map(census -> census.rows().get(dimension).getOrDefault(key, Amount.NONE))
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

  /** Whether anything can be said of what is retained. */
  public boolean retainedKnown() {
    return unknownLiveness.isEmpty();
  }

  /** By what rows of a dimension are sorted unless something else is asked for. */
  public Measure defaultMeasure(Dimension dimension) {
    return retainedKnown() || dimension.defaultMeasure() != Measure.RETAINED
        ? dimension.defaultMeasure()
        : Measure.COUNT;
  }

  /** The rows of a dimension, those that grew most first, those that shrank most last. */
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

  /** All objects of the last dump less those of the first. */
  public Amount heapDelta() {
    return heap.get(heap.size() - 1).minus(heap.get(0));
  }

  public long goroutinesDelta() {
    return goroutines.get(goroutines.size() - 1) - goroutines.get(0);
  }
}
