package dev.godump.heap.histogram;

/**
 * How much there is of something.
 *
 * @param count how many
 * @param bytes of their own
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

  /** One of its numbers. */
  public long get(Measure measure) {
    return switch (measure) {
      case BYTES -> bytes;
      case COUNT -> count;
      case RETAINED -> retained;
    };
  }
}
