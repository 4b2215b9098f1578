package dev.godump.heap;

import dev.godump.index.SectionInput;
import dev.godump.index.SectionOutput;
import java.io.IOException;

/**
 * An answer that takes long to compute and few bytes, so an index keeps it as a part of its own.
 *
 * @param <T> the answer
 */
public interface KeptAnswer<T> {
  /** Returns the name of the part. */
  String name();

  /** Whether it depends on the executable that gave the types. */
  boolean typed();

  /** Computes it. */
  T compute() throws IOException;

  /** Writes it. */
  void write(T answer, SectionOutput out);

  /**
   * Reads it.
   *
   * @throws dev.godump.index.DamagedIndexException if it isn't one
   */
  T read(SectionInput in);
}
