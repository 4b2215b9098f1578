package dev.godump.analysis.find;

import dev.godump.analysis.find.Place.Region;
import dev.godump.format.ReadOutcome;
import java.util.List;
import java.util.Map;

/**
 * The matches of some patterns in a dump.
 *
 * @param matches number of matches by region, overlapping ones included; regions without matches
 *     are missing
 * @param matchesByPattern number of matches by index of the pattern
 * @param objects number of objects that have matches
 * @param places the first places in the order of the dump; none for names and the rest
 * @param unlisted number of other places
 * @param acrossRecords how often the file has a pattern across two records, or across parts of one,
 *     which are not next to each other in memory: no matches
 * @param bytes of the (unpacked) dump that were searched
 * @param outcome how reading the dump ended
 */
public record Occurrences(
    Map<Region, Long> matches,
    List<Long> matchesByPattern,
    long objects,
    List<Place> places,
    long unlisted,
    long acrossRecords,
    long bytes,
    ReadOutcome outcome) {

  /** Returns the number of all matches. */
  public long total() {
    return matches.values().stream().mapToLong(Long::longValue).sum();
  }
}
