package dev.godump.heap.cleanups;

import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * The objects by which the runtime keeps cleanups (runtime.AddCleanup, Go 1.24 and later), inferred
 * by {@link CleanupSearch}. A cleanup among them may already have run.
 *
 * @param calls closures of the runtime, one per cleanup, ascending; up to Go 1.25 each holds the
 *     function and the argument
 * @param functions closures with captured variables, since Go 1.26, ascending
 * @param arguments copies of arguments, since Go 1.26, ascending
 */
public record Cleanups(IntArrayList calls, IntArrayList functions, IntArrayList arguments) {
  static final Cleanups NONE =
      new Cleanups(new IntArrayList(0), new IntArrayList(0), new IntArrayList(0));

  /** The number of cleanups. */
  public int count() {
    return calls.size();
  }

  /** All these objects. */
  public IntArrayList objects() {
    IntArrayList all = new IntArrayList(calls);
    all.addAll(functions);
    all.addAll(arguments);
    return all;
  }
}
