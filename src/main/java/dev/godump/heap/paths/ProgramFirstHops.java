package dev.godump.heap.paths;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.function.IntPredicate;

/**
 * The last hops of paths to an object, in the order in which to show them: the shortest path first,
 * then from roots and objects of the program, then from those of the runtime.
 */
public final class ProgramFirstHops {
  private static final int NONE = Integer.MIN_VALUE;

  private final ShortestPaths search;
  private final LastHops program;
  private final LastHops runtime;

  /** The first hop of the runtime, once it was compared with that of the program. */
  private int firstOfRuntime = NONE;

  /** The first hop of the program, if that of the runtime was returned before it. */
  private int firstOfProgram = NONE;

  private boolean started;

  /**
   * @param roots that point at the target
   * @param referrers of the target
   * @param isRuntimeRoot selects the roots of the runtime
   * @param isRuntimeObject selects the objects of the runtime
   */
  public ProgramFirstHops(
      ShortestPaths search,
      Exclusions exclusions,
      int target,
      IntArrayList roots,
      IntArrayList referrers,
      IntPredicate isRuntimeRoot,
      IntPredicate isRuntimeObject) {
    this.search = search;
    this.program =
        new LastHops(
            search,
            exclusions,
            target,
            RuntimeReferrers.only(roots, isRuntimeRoot.negate()),
            RuntimeReferrers.only(referrers, isRuntimeObject.negate()));
    this.runtime =
        new LastHops(
            search,
            exclusions,
            target,
            RuntimeReferrers.only(roots, isRuntimeRoot),
            RuntimeReferrers.only(referrers, isRuntimeObject));
  }

  /** The number of hops not returned yet. */
  public int remaining() {
    return program.remaining()
        + runtime.remaining()
        + (firstOfRuntime == NONE ? 0 : 1)
        + (firstOfProgram == NONE ? 0 : 1);
  }

  /** Returns the next hop: an object, or the complement of a root. */
  public int next() {
    if (!started) {
      started = true;
      if (program.remaining() > 0 && runtime.remaining() > 0) {
        return shortest();
      }
    }
    if (firstOfProgram != NONE) {
      int hop = firstOfProgram;
      firstOfProgram = NONE;
      return hop;
    }
    if (program.remaining() > 0) {
      return program.next();
    }
    if (firstOfRuntime != NONE) {
      int hop = firstOfRuntime;
      firstOfRuntime = NONE;
      return hop;
    }
    return runtime.next();
  }

  private int shortest() {
    int ofProgram = program.next();
    int ofRuntime = runtime.next();
    if (length(ofRuntime) < length(ofProgram)) {
      firstOfProgram = ofProgram;
      return ofRuntime;
    }
    firstOfRuntime = ofRuntime;
    return ofProgram;
  }

  private int length(int hop) {
    return hop < 0 ? 0 : search.distanceTo(hop);
  }
}
