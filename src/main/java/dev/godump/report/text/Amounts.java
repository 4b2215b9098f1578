package dev.godump.report.text;

import java.util.Locale;

/** Formats sizes, counts, shares, addresses and durations for people. */
public final class Amounts {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Amounts() {}

  /** {@code 512 B}, {@code 12.3 MiB}. */
  public static String bytes(long bytes) {
    return bytes < 0 ? "-" + unsignedBytes(-bytes) : unsignedBytes(bytes);
  }

  /** As {@link #bytes}, of an unsigned number: {@code 8.0 EiB} for 2^63. */
  public static String unsignedBytes(long bytes) {
    if (bytes >= 0 && bytes < 1024) {
      return bytes + " B";
    }
    int unit = 0;
    long divisor = 1024;
    // from 1023.95 of a unit on, one decimal would show 1024.0
    while (unit < UNITS.length - 1
        && Long.divideUnsigned(bytes, divisor) >= 1023
        && tenths(bytes, divisor) >= 10240) {
      divisor <<= 10;
      unit++;
    }
    long tenths = tenths(bytes, divisor);
    return tenths / 10 + "." + tenths % 10 + " " + UNITS[unit];
  }

  private static long tenths(long bytes, long divisor) {
    if (bytes < 0 || divisor >= 1L << 50) {
      // keeps the products below from overflowing; the number is unsigned
      return tenths(bytes >>> 10, divisor >>> 10);
    }
    return bytes / divisor * 10 + (bytes % divisor * 10 + divisor / 2) / divisor;
  }

  /** How many bytes an unsigned number is above another: {@code 12.3 MiB}, {@code -512 B}. */
  public static String byteDifference(long bytes, long other) {
    return Long.compareUnsigned(bytes, other) >= 0
        ? unsignedBytes(bytes - other)
        : "-" + unsignedBytes(other - bytes);
  }

  /** A change in bytes: {@code +12.3 MiB}, {@code -512 B}, {@code 0 B}. */
  public static String bytesChange(long bytes) {
    return (bytes > 0 ? "+" : "") + bytes(bytes);
  }

  /** A change in a count: {@code +1,234}, {@code -5}, {@code 0}. */
  public static String countChange(long count) {
    return (count > 0 ? "+" : "") + count(count);
  }

  /** {@code 1,234,567}. */
  public static String count(long count) {
    return grouped(Long.toString(count), count < 0 ? 1 : 0);
  }

  /** As {@link #count}, of an unsigned number. */
  public static String unsignedCount(long count) {
    return grouped(Long.toUnsignedString(count), 0);
  }

  /**
   * @param first index of the first digit
   */
  private static String grouped(String digits, int first) {
    StringBuilder grouped = new StringBuilder(digits);
    for (int index = digits.length() - 3; index > first; index -= 3) {
      grouped.insert(index, ',');
    }
    return grouped.toString();
  }

  /** A count with its noun: {@code 1 object}, {@code 1,234 objects}. */
  public static String count(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /** {@code 12.3%} of a whole. */
  public static String share(long part, long whole) {
    if (whole == 0) {
      return "-";
    }
    double percent = 100.0 * part / whole;
    if (part > 0 && percent < 0.05) {
      return "<0.1%";
    }
    return part < whole && percent >= 99.95
        ? ">99.9%"
        : String.format(Locale.ROOT, "%.1f%%", percent);
  }

  /** {@code 10}, {@code 2.5}. */
  public static String number(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  /** {@code 0xc000012340}. */
  public static String address(long address) {
    return "0x" + Long.toHexString(address);
  }

  /** {@code 850 ns}, {@code 1.24 ms}, {@code 3.50 s}; the number is unsigned. */
  public static String duration(long nanoseconds) {
    double amount = (nanoseconds >>> 1) * 2.0 + (nanoseconds & 1);
    if (amount < 1_000) {
      return nanoseconds + " ns";
    }
    if (amount < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f µs", amount / 1e3);
    }
    if (amount < 1_000_000_000) {
      return String.format(Locale.ROOT, "%.2f ms", amount / 1e6);
    }
    return String.format(Locale.ROOT, "%.2f s", amount / 1e9);
  }
}
