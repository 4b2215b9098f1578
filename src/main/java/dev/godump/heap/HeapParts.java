package dev.godump.heap;

import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.parts.KeptObjects;

/**
 * Tells which part of a heap each object is in: whether it is live, kept alive by roots that the
 * dump has no record of, or garbage. All answers of godump agree with it. A look-up takes constant
 * time.
 */
public final class HeapParts {
  private final Reachability recorded;
  private final KeptObjects stack;
  private final HeapPart stackPart;
  private final KeptObjects cleanups;

  /**
   * @param recorded what recorded roots lead to
   * @param stack what only stack variables keep alive, or may keep alive
   * @param stackPart which of both
   * @param cleanups what only inferred cleanups keep alive
   */
  HeapParts(Reachability recorded, KeptObjects stack, HeapPart stackPart, KeptObjects cleanups) {
    this.recorded = recorded;
    this.stack = stack;
    this.stackPart = stackPart;
    this.cleanups = cleanups;
  }

  /** Makes parts without unrecorded roots: what is not live is garbage. */
  public static HeapParts of(Reachability recorded) {
    return new HeapParts(recorded, KeptObjects.NONE, HeapPart.STACK_VARIABLES, KeptObjects.NONE);
  }

  /** The part that an object is in. */
  public HeapPart of(int object) {
    if (!recorded.isKnown()) {
      return HeapPart.UNKNOWN;
    }
    if (recorded.isLive(object)) {
      return HeapPart.RECORDED;
    }
    if (stackPart == HeapPart.STACK_VARIABLES && stack.contains(object)) {
      return stackPart;
    }
    if (cleanups.contains(object)) {
      return HeapPart.CLEANUPS;
    }
    return stack.contains(object) ? stackPart : HeapPart.GARBAGE;
  }

  /** Whether recorded roots or inferred cleanups lead to an object. */
  public boolean isKept(int object) {
    return recorded.isLive(object) || cleanups.contains(object);
  }

  /** The number of objects that recorded roots or inferred cleanups lead to. */
  public int keptObjects() {
    return recorded.liveObjects() + cleanups.count();
  }

  /** Whether the dump has its roots, so that liveness can be determined. */
  public boolean isKnown() {
    return recorded.isKnown();
  }

  /** The objects that only inferred cleanups keep alive. */
  public KeptObjects keptByCleanups() {
    return cleanups;
  }
}
