package dev.godump.heap;

/** Parts of a heap, by the roots that keep them alive. */
public enum HeapPart {
  /** All that the dump's own records of roots lead to. */
  RECORDED("recorded roots"),
  /** What only stack variables keep alive whose address is taken; the executable tells them. */
  STACK_VARIABLES("stack variables"),
  /** What such variables may keep alive: without the executable, it is unknown. */
  MAYBE_STACK_VARIABLES("maybe stack variables"),
  /** What only inferred cleanups keep alive. */
  CLEANUPS("cleanups");

  private final String label;

  HeapPart(String label) {
    this.label = label;
  }

  /** The name in godump's output. */
  public String label() {
    return label;
  }
}
