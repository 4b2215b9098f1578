package dev.godump.heap.histogram;

/**
 * A number of objects with their bytes.
 *
 * @param bytes their shallow sizes
 * @param retained bytes of all live objects that they dominate, each counted once
 */
public record Amount(long count, long bytes, long retained) {
  public static final Amount NONE = new Amount(0, 0, 0);

  public Amount plus(Amount other) {
    return new Amount(count + other.count, bytes + other.bytes, retained + other.retained);
  }

  public Amount minus(Amount other) {
    return new Amount(count - other.count, bytes - other.bytes, retained - other.retained);
  }

  /** The value of a measure. */
  public long get(Measure measure) {
    return switch (measure) {
      case BYTES -> bytes;
      case COUNT -> count;
      case RETAINED -> retained;
    };
  }
}
