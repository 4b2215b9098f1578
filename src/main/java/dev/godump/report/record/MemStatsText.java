package dev.godump.report.record;

import dev.godump.format.MemStats;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.LabelledLines;

/** Shows the runtime's own figures in a few lines. */
public final class MemStatsText {
  private MemStatsText() {}

  /** Adds the lines. What a dump from a core file lacks, which is 0 there, is left out. */
  public static void lines(LabelledLines lines, MemStats stats) {
    MemoryShares shares = MemoryShares.of(stats::get);
    boolean isWhole = stats.isWhole();
    if (isWhole) {
      lines.line("Memory", fromSystem(stats, shares));
    }
    long waste = shares.heapInUse() - stats.get("HeapAlloc");
    lines.line(
        isWhole ? "" : "Memory",
        "heap in use %s, including %s (%s) unused"
            .formatted(
                Amounts.unsignedBytes(shares.heapInUse()),
                Amounts.byteDifference(shares.heapInUse(), stats.get("HeapAlloc")),
                Amounts.share(waste, shares.heapInUse())));
    if (isWhole) {
      lines.line(
          "",
          "heap idle %s, including %s returned to the OS"
              .formatted(
                  Amounts.unsignedBytes(stats.get("HeapIdle")),
                  Amounts.unsignedBytes(stats.get("HeapReleased"))));
    }
    if (isWhole || stats.get("NumGC") != 0) {
      lines.line("GC", collections(stats));
    }
  }

  private static String fromSystem(MemStats stats, MemoryShares shares) {
    long sys = stats.get("Sys");
    long gc = stats.get("GCSys");
    return "%s from the OS: heap %s, stacks %s, GC %s, other %s"
        .formatted(
            Amounts.unsignedBytes(sys),
            Amounts.unsignedBytes(shares.heap()),
            Amounts.unsignedBytes(shares.stacks()),
            Amounts.unsignedBytes(gc),
            Amounts.byteDifference(sys, shares.heap() + shares.stacks() + gc));
  }

  private static String collections(MemStats stats) {
    long collections = stats.get("NumGC");
    String pauses = Amounts.duration(stats.get("PauseTotalNs")) + " in total";
    if (collections != 0) {
      pauses += ", the last " + Amounts.duration(lastPause(stats, collections));
    }
    long next = stats.get("NextGC");
    return "%s%s; pauses %s"
        .formatted(
            Amounts.unsignedCount(collections)
                + (collections == 1 ? " collection" : " collections"),
            next == 0 && !stats.isWhole()
                ? ""
                : ", next at " + Amounts.unsignedBytes(next) + " of heap",
            pauses);
  }

  /** Pauses are kept in a ring of 256, as in {@code runtime.MemStats.PauseNs}. */
  private static long lastPause(MemStats stats, long collections) {
    return stats.pauses()[(int) (collections + 255 & 255)];
  }
}
