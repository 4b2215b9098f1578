package dev.godump.analysis.find;

/**
 * Where a dump has matches. All matches in one object are one place; a match elsewhere is a place
 * of its own.
 *
 * @param start address of the object, frame or segment
 * @param size of it in bytes
 * @param offset of the first match in it
 * @param pattern index of the pattern that matches there
 * @param position of the first match in the (unpacked) file
 * @param matches number of matches
 * @param goroutine id of a frame's goroutine, else -1
 * @param function of a frame, else empty
 */
public record Place(
    Region region,
    long start,
    long size,
    long offset,
    int pattern,
    long position,
    long matches,
    long goroutine,
    String function) {

  /** The parts of a dump that have matches. */
  public enum Region {
    /** An object. */
    OBJECT("object"),
    /** The end of a span that has no object, with bytes of earlier ones. */
    SPAN_END("unused end of a span"),
    /** The bytes of a stack frame. */
    FRAME("stack frame"),
    /** Package variables. */
    DATA("data"),
    /** Package variables. */
    BSS("bss"),
    /** A name of a type, function, file or state, which is not in the other parts. */
    NAME("name"),
    /** Bytes that no record has: a dump that was cut or damaged, or bytes after its end. */
    REST("no record");

    private final String label;

    Region(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** Returns the address of the first match. */
  public long address() {
    return start + offset;
  }

  Place withMatches(long count) {
    return new Place(region, start, size, offset, pattern, position, count, goroutine, function);
  }
}
