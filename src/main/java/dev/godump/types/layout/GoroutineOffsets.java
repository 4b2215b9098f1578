package dev.godump.types.layout;

import dev.godump.binary.runtime.ReleaseRow;
import java.util.List;
import java.util.Optional;

/**
 * Offsets in runtime.g, in bytes: a row for each release that changed one (runtime/runtime2.go of
 * each release). They are the same on all machines of one word size. Immutable.
 *
 * @param since minor version of the first release with these offsets
 * @param goid the id (8 bytes), by which a reader checks that the offsets fit
 * @param labels the pprof labels, a pointer
 */
public record GoroutineOffsets(int since, int goid, int labels) implements ReleaseRow {
  /** The fields of a g by which a goroutine holds what it alone needs. */
  public enum Field {
    /** Panics in flight. */
    PANIC,
    /** Deferred calls. */
    DEFER,
    /** What it waits for: its sudogs. */
    WAITING,
    /** Its pprof labels. */
    LABELS,
    /** The timer of a sleep. */
    TIMER
  }

  private static final List<GoroutineOffsets> ROWS_64 =
      List.of(
          new GoroutineOffsets(9, 152, 344),
          new GoroutineOffsets(17, 152, 360),
          new GoroutineOffsets(21, 152, 344),
          new GoroutineOffsets(23, 160, 352),
          new GoroutineOffsets(25, 152, 344),
          new GoroutineOffsets(26, 152, 352));

  private static final List<GoroutineOffsets> ROWS_32 =
      List.of(
          new GoroutineOffsets(9, 80, 196),
          new GoroutineOffsets(17, 80, 216),
          new GoroutineOffsets(21, 80, 204),
          new GoroutineOffsets(23, 84, 208),
          new GoroutineOffsets(24, 84, 212),
          new GoroutineOffsets(25, 80, 208),
          new GoroutineOffsets(26, 80, 216));

  /**
   * The offsets of a release; empty if its goroutines have no labels.
   *
   * @param word bytes of a pointer
   * @param minor 24 for Go 1.24
   */
  public static Optional<GoroutineOffsets> of(int word, int minor) {
    List<GoroutineOffsets> rows = word == 8 ? ROWS_64 : ROWS_32;
    return minor < rows.get(0).since ? Optional.empty() : Optional.of(ReleaseRow.of(rows, minor));
  }

  /**
   * The field at an offset; empty if it is another. In all releases {@code _panic} and {@code
   * _defer} are the fifth and sixth words, {@code waiting} is four words before the labels, and
   * {@code timer} follows them.
   *
   * @param word bytes of a pointer
   */
  public Optional<Field> fieldAt(int word, long offset) {
    long words = (offset - labels) / word;
    if (offset == 4L * word) {
      return Optional.of(Field.PANIC);
    }
    if (offset == 5L * word) {
      return Optional.of(Field.DEFER);
    }
    if ((offset - labels) % word != 0) {
      return Optional.empty();
    }
    return words == 0
        ? Optional.of(Field.LABELS)
        : words == 1
            ? Optional.of(Field.TIMER)
            : words == -4 ? Optional.of(Field.WAITING) : Optional.empty();
  }
}
