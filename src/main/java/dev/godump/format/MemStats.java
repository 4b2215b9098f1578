package dev.godump.format;

import java.util.Arrays;
import java.util.List;

/** {@code runtime.MemStats} as it was when the dump was written; bytes unless said otherwise. */
public final class MemStats {
  static final int PAUSES = 256;

  /**
   * The numbers before the pauses, in the order of the file; the last before NumGC is PauseTotalNs.
   */
  private static final List<String> NAMES =
      List.of(
          "Alloc",
          "TotalAlloc",
          "Sys",
          "Lookups",
          "Mallocs",
          "Frees",
          "HeapAlloc",
          "HeapSys",
          "HeapIdle",
          "HeapInuse",
          "HeapReleased",
          "HeapObjects",
          "StackInuse",
          "StackSys",
          "MSpanInuse",
          "MSpanSys",
          "MCacheInuse",
          "MCacheSys",
          "BuckHashSys",
          "GCSys",
          "OtherSys",
          "NextGC",
          "LastGC",
          "PauseTotalNs");

  /** How many numbers a record has. */
  static final int COUNT = NAMES.size() + PAUSES + 1;

  private final long[] values;

  /**
   * @param values {@link #COUNT} numbers in the order of the file
   */
  MemStats(long[] values) {
    if (values.length != COUNT) {
      throw new IllegalArgumentException(values.length + " numbers, not " + COUNT);
    }
    this.values = values.clone();
  }

  /** Names of the plain numbers as in {@code runtime.MemStats}, in its order, without NumGC. */
  public static List<String> names() {
    return NAMES;
  }

  /** A plain number by its name in {@code runtime.MemStats}, {@code NumGC} included. */
  public long get(String name) {
    if (name.equals("NumGC")) {
      return values[COUNT - 1];
    }
    int index = NAMES.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("MemStats has no " + name);
    }
    return values[index];
  }

  /** The last 256 pauses in nanoseconds, a ring: the newest at {@code (NumGC + 255) % 256}. */
  public long[] pauses() {
    return Arrays.copyOfRange(values, NAMES.size(), NAMES.size() + PAUSES);
  }
}
