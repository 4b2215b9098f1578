package dev.godump.analysis.waste;

import java.util.List;

/**
 * Memory of live objects that serves no purpose. Kinds overlap: a copy of a string may be in an
 * array with unused capacity.
 *
 * @param findings one per requested kind, most bytes first
 * @param liveBytes of all live objects
 * @param typedBytes bytes of live objects with a known type; others are not examined
 */
public record Waste(List<Finding> findings, long liveBytes, long typedBytes) {

  /** How exact a number of bytes is. */
  public enum Bound {
    /** These bytes would be free. */
    EXACT("exact"),
    /** These bytes, and maybe more, would be free. */
    AT_LEAST("at least"),
    /**
     * These bytes would be free if the program never changes a shared value, or never writes it.
     */
    AT_MOST("at most");

    private final String label;

    Bound(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** Kinds of waste. */
  public enum Kind {
    DUPLICATE_STRINGS("duplicate-strings", Bound.EXACT, "strings with equal bytes"),
    DUPLICATE_BYTES(
        "duplicate-bytes", Bound.AT_MOST, "byte slices (or unknown bytes) with equal contents"),
    ZERO_BYTES("zero-bytes", Bound.AT_MOST, "byte slices of zeros: not written, or cleared"),
    DUPLICATE_OBJECTS("duplicate-objects", Bound.AT_MOST, "bitwise equal values of a type"),
    SLICE_CAPACITY("slice-capacity", Bound.EXACT, "arrays that slices use to ≤50%"),
    EMPTY_SLICE("empty-slice", Bound.EXACT, "arrays of empty slices"),
    HIDDEN_SLOTS(
        "hidden-slots", Bound.EXACT, "objects that only slots outside a slice's length keep"),
    KEPT_BY_PART("kept-by-part", Bound.EXACT, "large arrays with ≤25% referenced"),
    MAP_CAPACITY(
        "map-capacity",
        Bound.AT_LEAST,
        "maps with at least twice the capacity that their entries need"),
    EMPTY_MAP("empty-map", Bound.AT_LEAST, "maps without entries"),
    CHANNEL_BUFFER("channel-buffer", Bound.EXACT, "channel buffers that are ≥50% empty"),
    PADDING("padding", Bound.EXACT, "padding that reordering fields removes");

    private final String label;
    private final Bound bound;
    private final String text;

    Kind(String label, Bound bound, String text) {
      this.label = label;
      this.bound = bound;
      this.text = text;
    }

    public String label() {
      return label;
    }

    public Bound bound() {
      return bound;
    }

    public String text() {
      return text;
    }
  }

  /**
   * All waste of one kind.
   *
   * @param bytes wasted
   * @param count of objects
   * @param groups most bytes first
   * @param unlistedGroups number of groups that are not in the list
   */
  public record Finding(
      Kind kind, long bytes, long count, List<Group> groups, long unlistedGroups) {}

  /**
   * Waste with one location or type.
   *
   * @param name location of the pointers to it, such as {@code main.Session.buf}; the type for
   *     duplicate objects and padding; {@code -} without typed pointers
   * @param largest most bytes wasted by one object
   * @param address of that object
   * @param detail of that object, in words
   */
  public record Group(
      String name, long bytes, long count, long largest, long address, String detail) {}
}
