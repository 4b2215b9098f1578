package dev.godump.graph.load;

import dev.godump.format.DumpRecord;
import dev.godump.format.ObjectRecord;
import dev.godump.graph.Goroutine;
import dev.godump.graph.ObjectTable;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.util.Map;

/**
 * Finds which releases can have written a dump that doesn't name one. Only Go 1.7 to 1.16 leave the
 * build version out, and they differ in what they leave in the heap. Watches the records while the
 * dump is read.
 */
final class VersionTraits {
  private static final int OLDEST = 7;
  private static final int NEWEST_UNNAMED = 16;

  /** Below this, a heap may by chance have no object of a common size. */
  private static final int ENOUGH_OBJECTS = 200;

  /** Wait reasons and functions that came with a release. */
  private static final Map<String, Integer> SINCE =
      Map.of(
          "sync.Cond.Wait", 11,
          "GC scavenge wait", 13,
          "runtime.bgscavenge", 13,
          "preempted", 14,
          "runtime.asyncPreempt", 14,
          "debug call", 15);

  /** Those that went with a release, and the last that had them. */
  private static final Map<String, Integer> UNTIL =
      Map.of(
          "runtime.timerproc", 13,
          "timer goroutine (idle)", 13,
          "mark wait (idle)", 10,
          "Concurrent GC wait", 10);

  /** Bytes of the slot that a g takes on 64-bit machines, up to Go 1.8 and from 1.9 to 1.16. */
  private static final int OLD_G = 416;

  private static final int NEW_G = 384;

  private final boolean is64Bit;
  private final boolean unnamed;
  private final LongOpenHashSet itabs = new LongOpenHashSet();
  private int from = OLDEST;
  private int to = NEWEST_UNNAMED;
  private long objects;
  private boolean hasClass24;

  VersionTraits(DumpRecord.Params params) {
    is64Bit = params.pointerSize() == 8;
    unnamed = params.version().isEmpty();
  }

  void itab(DumpRecord.Itab itab) {
    itabs.add(itab.address());
  }

  /** An object begins, its pointers follow. */
  void object(long size) {
    objects++;
    hasClass24 |= size == 24;
  }

  /**
   * A pointer field: up to Go 1.10 an interface's itab word is listed, later its data word only.
   */
  void pointer(ObjectRecord object, long offset, long value) throws IOException {
    int name = is64Bit ? 8 : 4;
    if (itabs.contains(value)) {
      to = Math.min(to, 10);
    } else if (offset >= name && to > 10 && itabs.contains(object.word(offset - name))) {
      from = Math.max(from, 11);
    }
  }

  /** A wait reason or the name of a function on a stack. */
  void name(String name) {
    from = Math.max(from, SINCE.getOrDefault(name, OLDEST));
    to = Math.min(to, UNTIL.getOrDefault(name, NEWEST_UNNAMED));
  }

  /** The range as text, such as {@code go1.9-go1.15}. */
  String range(Iterable<Goroutine> goroutines, ObjectTable table) {
    for (Goroutine goroutine : goroutines) {
      int g = table.find(goroutine.record().address());
      if (g >= 0 && is64Bit && table.size(g) == OLD_G) {
        to = Math.min(to, 8);
      } else if (g >= 0 && is64Bit && table.size(g) == NEW_G) {
        from = Math.max(from, 9);
      }
    }
    if (hasClass24) {
      from = Math.max(from, 16);
    } else if (objects >= ENOUGH_OBJECTS) {
      to = Math.min(to, 15);
    }
    if (from == NEWEST_UNNAMED && !unnamed) {
      // an experiment's name, or a version text of one's own, which later releases can have
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
