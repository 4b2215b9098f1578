package dev.godump.analysis.waste;

import java.util.List;

/**
 * Memory of live objects that is of no use. Kinds overlap: a copy of a string may lie in an array
 * that has too much room.
 *
 * @param findings a row per kind that was looked for, most bytes first
 * @param liveBytes of all live objects
 * @param typedBytes of those whose type is known; the others are not looked at
 */
public record Waste(List<Finding> findings, long liveBytes, long typedBytes) {

  /** How a number of bytes has to be read. */
  public enum Bound {
    /** So many bytes would be free. */
    EXACT("exact"),
    /** So many and maybe more. */
    AT_LEAST("at least"),
    /** So many, if the program never changes what it would share. */
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
    DUPLICATE_STRINGS("duplicate-strings", Bound.EXACT, "strings whose bytes are another's"),
    DUPLICATE_BYTES(
        "duplicate-bytes", Bound.AT_MOST, "byte slices (or unknown bytes) like another"),
    DUPLICATE_OBJECTS(
        "duplicate-objects", Bound.AT_MOST, "values of a type that are equal bit for bit"),
    SLICE_ROOM("slice-room", Bound.EXACT, "arrays that slices use half of at most"),
    EMPTY_SLICE("empty-slice", Bound.EXACT, "arrays of slices without elements"),
    KEPT_BY_PART("kept-by-part", Bound.EXACT, "large arrays, reached by a quarter at most"),
    MAP_ROOM("map-room", Bound.AT_LEAST, "maps twice as large as their entries need"),
    EMPTY_MAP("empty-map", Bound.AT_LEAST, "maps without entries"),
    CHANNEL_BUFFER("channel-buffer", Bound.EXACT, "buffers of channels, half empty at least"),
    PADDING("padding", Bound.EXACT, "gaps that another order of fields closes");

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
   * All of one kind.
   *
   * @param bytes that are of no use
   * @param count of objects
   * @param groups most bytes first
   * @param more how many groups are not in the list
   */
  public record Finding(
      Kind kind, long bytes, long count, List<Group> groups, long unlistedGroups) {}

  /**
   * What lies in one place, or has one type.
   *
   * @param what where pointers to it lie, such as {@code main.Session.buf}; of duplicate objects
   *     and padding the type; {@code -} where nothing typed leads to it
   * @param largest most bytes of one object
   * @param address of that object
   * @param detail of that object, in words
   */
  public record Group(
      String name, long bytes, long count, long largest, long address, String detail) {}
}
