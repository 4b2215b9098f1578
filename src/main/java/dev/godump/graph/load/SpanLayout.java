package dev.godump.graph.load;

import dev.godump.format.DumpRecord;
import dev.godump.graph.GoVersion;
import dev.godump.graph.PageTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the runtime lays out a one-page span of small objects: from Go 1.22 on its end is reserved
 * for the span's pointer bitmap and, with the Green Tea collector, mark bits (runtime/mbitmap.go,
 * mgcmark_greenteagc.go). The dumper ignores that and also writes object records for the slots
 * there.
 *
 * @param inlineBitmap whether scan spans keep their pointer bitmap in the span (allocheaders)
 * @param inlineMarks whether small-object spans keep mark bits in the span (Green Tea)
 * @param pointerSize 4 or 8
 */
public record SpanLayout(boolean inlineBitmap, boolean inlineMarks, int pointerSize) {
  static final int PAGE = 1 << PageTable.PAGE_SHIFT;

  private static final int MARKS = 128;
  private static final int SMALLEST_MARKED = 16;

  /**
   * Returns the layout of the release that wrote a dump; if that is unknown, of the newest release.
   */
  public static SpanLayout of(DumpRecord.Params params) {
    Optional<GoVersion> version = GoVersion.parse(params.version());
    return of(version, VersionTraits.hasBuildVersion(params), params.pointerSize());
  }

  /** Returns the layout of a release; if that is unknown, of the newest release. */
  static SpanLayout of(Optional<GoVersion> version, boolean named, int pointerSize) {
    if (version.isEmpty()) {
      // a dump without a build version is of Go 1.16 or before; one with an unknown version is of a
      // later release
      return new SpanLayout(named, named, pointerSize);
    }
    GoVersion go = version.get();
    boolean bitmap = go.isAtLeast(23) || (go.hasExperiment("allocheaders", 22) && go.isAtLeast(22));
    boolean marks = go.isAtLeast(25) && go.hasExperiment("greenteagc", 26);
    return new SpanLayout(bitmap, marks, pointerSize);
  }

  /** Whether any span has slots without an object. */
  boolean hasReserve() {
    return inlineBitmap;
  }

  /** Returns the largest slot of such spans, in bytes. */
  int maxSlotSize() {
    return pointerSize == 8 ? 512 : 128;
  }

  /**
   * Returns the number of slots of a span that hold objects.
   *
   * @param spanSize bytes of the span
   * @param scan whether its objects have pointers
   */
  public long objectSlots(long spanSize, long size, boolean scan) {
    return hasReserve() && size <= maxSlotSize() && spanSize == PAGE
        ? objectSlots((int) size, scan)
        : spanSize / size;
  }

  /** Returns the number of slots of a one-page span that hold objects. */
  int objectSlots(int size, boolean scan) {
    int bitmap = scan ? PAGE / pointerSize / 8 : 0;
    int marks = inlineMarks && size >= SMALLEST_MARKED ? MARKS : 0;
    return (PAGE - bitmap - marks) / size;
  }

  /**
   * Returns the number of bytes at the start of a slot that are before the reserved end of a scan
   * span.
   */
  long beforeReserve(long address, long size) {
    int bitmap = PAGE / pointerSize / 8;
    int marks = inlineMarks && size >= SMALLEST_MARKED ? MARKS : 0;
    long reserve = (address & -PAGE) + PAGE - bitmap - marks;
    return Math.max(0, Math.min(size, reserve - address));
  }

  /** Returns the layouts of other releases that differ from this one. */
  List<SpanLayout> alternatives() {
    return Stream.of(
            new SpanLayout(false, false, pointerSize),
            new SpanLayout(true, false, pointerSize),
            new SpanLayout(true, true, pointerSize))
        .filter(other -> !other.equals(this))
        .toList();
  }
}
