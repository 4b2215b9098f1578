package dev.godump.types.layout;

/**
 * How values of a layout match an object's slot, see {@link SlotMatcher}.
 *
 * @param count number of values; of no meaning if they don't match
 */
public record Fit(Match match, long count) {
  static final Fit NONE = new Fit(Match.NONE, 0);

  static Fit exact(long count) {
    return new Fit(Match.EXACT, count);
  }

  static Fit prefix(long count) {
    return new Fit(Match.PREFIX, count);
  }
}
