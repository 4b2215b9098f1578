package dev.godump.report.record;

import dev.godump.format.MemStats;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.LabelledLines;

/** Shows the runtime's own figures in a few lines. */
public final class MemStatsText {
  private MemStatsText() {}

  /** Adds the lines. */
  public static void lines(LabelledLines lines, MemStats stats) {
    MemoryShares shares = MemoryShares.of(stats::get);
    long sys = stats.get("Sys");
    long gc = stats.get("GCSys");
    lines.line(
        "Memory",
        "%s from the OS: heap %s, stacks %s, GC %s, other %s"
            .formatted(
                Amounts.unsignedBytes(sys),
                Amounts.unsignedBytes(shares.heap()),
                Amounts.unsignedBytes(shares.stacks()),
                Amounts.unsignedBytes(gc),
                Amounts.byteDifference(sys, shares.heap() + shares.stacks() + gc)));
    long waste = shares.heapInUse() - stats.get("HeapAlloc");
    lines.line(
        "",
        "heap in use %s, including %s (%s) unused"
            .formatted(
                Amounts.unsignedBytes(shares.heapInUse()),
                Amounts.byteDifference(shares.heapInUse(), stats.get("HeapAlloc")),
                Amounts.share(waste, shares.heapInUse())));
    lines.line(
        "",
        "heap idle %s, including %s returned to the OS"
            .formatted(
                Amounts.unsignedBytes(stats.get("HeapIdle")),
                Amounts.unsignedBytes(stats.get("HeapReleased"))));
    long collections = stats.get("NumGC");
    String pauses = Amounts.duration(stats.get("PauseTotalNs")) + " in total";
    if (collections != 0) {
      pauses += ", the last " + Amounts.duration(lastPause(stats, collections));
    }
    lines.line(
        "GC",
        "%s, next at %s of heap; pauses %s"
            .formatted(
                Amounts.unsignedCount(collections)
                    + (collections == 1 ? " collection" : " collections"),
                Amounts.unsignedBytes(stats.get("NextGC")),
                pauses));
  }

  /** Pauses are kept in a ring of 256, as in {@code runtime.MemStats.PauseNs}. */
  private static long lastPause(MemStats stats, long collections) {
    return stats.pauses()[(int) (collections + 255 & 255)];
  }
}
