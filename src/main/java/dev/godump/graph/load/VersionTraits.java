package dev.godump.graph.load;

import dev.godump.format.DumpRecord;
import dev.godump.format.ObjectRecord;
import dev.godump.format.RecordVisitor;
import dev.godump.graph.GoVersion;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * Finds the releases that can have written a dump without a build version. Only Go 1.7 to 1.16
 * leave it out, and they differ in the objects and names of the runtime. Observes the records while
 * the dump is read. Not thread-safe.
 */
final class VersionTraits implements RecordVisitor {
  private static final int OLDEST = 7;
  private static final int NEWEST_UNNAMED = 16;

  /** With fewer objects, a heap may have none of a common size by chance. */
  private static final int ENOUGH_OBJECTS = 200;

  /** Wait reasons and functions by the minor version that introduced them. */
  private static final Map<String, Integer> SINCE =
      Map.of(
          "sync.Cond.Wait", 11,
          "GC scavenge wait", 13,
          "runtime.bgscavenge", 13,
          "preempted", 14,
          "runtime.asyncPreempt", 14,
          "debug call", 15);

  /** Wait reasons and functions by the last minor version that had them. */
  private static final Map<String, Integer> UNTIL =
      Map.of(
          "runtime.timerproc", 13,
          "timer goroutine (idle)", 13,
          "mark wait (idle)", 10,
          "Concurrent GC wait", 10);

  /** Goroutines to look at for the size of a g: all have one size. */
  private static final int MAX_GOROUTINES = 1000;

  /** Slot size of a g on 64-bit machines, up to Go 1.8 and from 1.9 to 1.16. */
  private static final int OLD_G = 416;

  private static final int NEW_G = 384;

  /** The releases whose spans have slots without objects. */
  static final String WITH_RESERVE = "go1.22 or later";

  /** The release, if the dump names a known one. */
  private final Optional<GoVersion> version;

  /** Whether the dump has no build version, so that its records matter. */
  private final boolean active;

  private final boolean is64Bit;
  private final boolean unnamed;

  /** Addresses of the first goroutines. */
  private final LongOpenHashSet goroutines = new LongOpenHashSet();

  private final LongOpenHashSet itabs = new LongOpenHashSet();
  private int from = OLDEST;
  private int to = NEWEST_UNNAMED;
  private long objects;
  private boolean hasClass24;

  VersionTraits(DumpRecord.Params params) {
    version = GoVersion.parse(params.version());
    active = !hasBuildVersion(params);
    is64Bit = params.pointerSize() == 8;
    unnamed = params.version().isEmpty();
  }

  /** Whether a Params record has a build version rather than experiments, as before Go 1.17. */
  static boolean hasBuildVersion(DumpRecord.Params params) {
    String version = params.version();
    return !version.isEmpty() && !version.matches("(X:)?[a-z0-9,]+");
  }

  /** Whether pointers of objects matter, in their order among all records. */
  boolean needsPointers() {
    return active;
  }

  /** Adds objects that other traits of the same dump have observed. */
  void addObjects(VersionTraits later) {
    objects += later.objects;
    hasClass24 |= later.hasClass24;
  }

  /** Whether the dump names a known release. */
  boolean isNamed() {
    return version.isPresent();
  }

  /** Returns the release that the dump names, such as {@code go1.24}. */
  String name() {
    return "go1." + version.orElseThrow().minor();
  }

  @Override
  public void itab(long position, DumpRecord.Itab itab) {
    if (active) {
      itabs.add(itab.address());
    }
  }

  /** Observes an object; its pointers follow. */
  void addObject(long size) {
    objects++;
    hasClass24 |= size == 24;
  }

  /**
   * Observes a pointer field: up to Go 1.10 an interface's itab word is listed, later its data word
   * only.
   */
  void addPointer(ObjectRecord object, long offset, long value) throws IOException {
    if (!active) {
      return;
    }
    int word = is64Bit ? 8 : 4;
    if (itabs.contains(value)) {
      to = Math.min(to, 10);
    } else if (offset >= word && to > 10 && itabs.contains(object.word(offset - word))) {
      from = Math.max(from, 11);
    }
  }

  @Override
  public void goroutine(long position, DumpRecord.Goroutine goroutine) {
    if (active && goroutines.size() < MAX_GOROUTINES) {
      goroutines.add(goroutine.address());
    }
    addName(goroutine.waitReason());
  }

  @Override
  public void frame(long position, DumpRecord.Frame frame, Words words) {
    addName(frame.function());
  }

  /** Observes a wait reason or the name of a function on a stack. */
  private void addName(String name) {
    if (!active) {
      return;
    }
    from = Math.max(from, SINCE.getOrDefault(name, OLDEST));
    to = Math.min(to, UNTIL.getOrDefault(name, NEWEST_UNNAMED));
  }

  /** Returns the addresses of goroutines whose size matters; empty if none does. */
  LongOpenHashSet goroutines() {
    return goroutines;
  }

  /**
   * Returns the range as text, such as {@code go1.9-go1.15}.
   *
   * @param sizeAt size of the object at an address, or -1
   */
  String range(LongUnaryOperator sizeAt) {
    if (!active) {
      return "go1.17 or later";
    }
    for (long goroutine : goroutines) {
      long size = is64Bit ? sizeAt.applyAsLong(goroutine) : -1;
      if (size == OLD_G) {
        to = Math.min(to, 8);
      } else if (size == NEW_G) {
        from = Math.max(from, 9);
      }
    }
    if (hasClass24) {
      from = Math.max(from, 16);
    } else if (objects >= ENOUGH_OBJECTS) {
      to = Math.min(to, 15);
    }
    if (from == NEWEST_UNNAMED && !unnamed) {
      // an experiment's name or a custom version text, which later releases can have
      return "go1." + from + " or later";
    }
    if (from > to) {
      // the traits contradict each other: a fork of Go, or functions with names like the runtime's
      return text(OLDEST, NEWEST_UNNAMED);
    }
    return text(from, to);
  }

  private static String text(int from, int to) {
    return from == to ? "go1." + from : "go1." + from + "-go1." + to;
  }
}
