package dev.godump.format;

import java.util.Arrays;
import java.util.List;

/** {@code runtime.MemStats} at the time of the dump; bytes unless stated otherwise. */
public final class MemStats {
  private static final int PAUSES = 256;

  /**
   * Names of the numbers before the pauses, in the order of the file; the last before NumGC is
   * PauseTotalNs.
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

  /** Number of numbers in a record: the named ones, 256 pauses, NumGC. */
  public static final int COUNT = NAMES.size() + PAUSES + 1;

  private final long[] values;

  /**
   * @param values {@link #COUNT} numbers in the order of the file
   */
  public MemStats(long... values) {
    if (values.length != COUNT) {
      throw new IllegalArgumentException(values.length + " numbers, not " + COUNT);
    }
    this.values = values.clone();
  }

  /**
   * Returns the names of the plain numbers as in {@code runtime.MemStats}, in its order, without
   * NumGC.
   */
  public static List<String> names() {
    return NAMES;
  }

  /** Returns all numbers in the order of the file. */
  public long[] values() {
    return values.clone();
  }

  /** Returns a plain number by its name in {@code runtime.MemStats}, {@code NumGC} included. */
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

  /**
   * Whether the runtime wrote these numbers: it always has memory from the system. A dump made from
   * a core file has some of them only, and 0 for what is unknown.
   */
  public boolean isWhole() {
    return get("Sys") != 0;
  }

  /** Whether a plain number is known. */
  public boolean isKnown(String name) {
    return isWhole() || get(name) != 0;
  }

  /**
   * Returns the last 256 pauses in nanoseconds, a ring: the newest at {@code (NumGC + 255) % 256}.
   */
  public long[] pauses() {
    return Arrays.copyOfRange(values, NAMES.size(), NAMES.size() + PAUSES);
  }
}
