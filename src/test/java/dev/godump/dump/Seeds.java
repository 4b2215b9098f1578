package dev.godump.dump;

import java.util.stream.LongStream;

/** Runs a property of random input on many seeds, and names the seed that it fails for. */
public final class Seeds {
  private Seeds() {}

  /** A property of the input that a seed makes. */
  @FunctionalInterface
  public interface Property {
    void check(long seed) throws Exception;
  }

  /**
   * Checks a property on the seeds from 0 up to {@code count}, not included.
   *
   * @throws AssertionError if it fails: with the seed in the message
   */
  public static void forEach(int count, Property property) {
    LongStream.range(0, count).forEach(seed -> check(seed, property));
  }

  /** Checks a property on one seed, such as one that has failed. */
  public static void check(long seed, Property property) {
    try {
      property.check(seed);
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }
}
