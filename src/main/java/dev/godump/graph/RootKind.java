package dev.godump.graph;

/** Why the collector treats an object as reachable. */
public enum RootKind {
  /** A word of the data segment. */
  DATA("data"),
  /** A word of the BSS segment. */
  BSS("bss"),
  /** A live slot of a goroutine's frame. */
  FRAME("frame"),
  /** The function of a registered finalizer, or what an object with a finalizer refers to. */
  FINALIZER("finalizer"),
  /** An object with a finalizer that is about to run, or that finalizer's function. */
  QUEUED_FINALIZER("queued finalizer"),
  /** The closure that a goroutine is about to run. */
  CONTEXT("goroutine start"),
  /** The function of a pending defer. */
  DEFER("defer"),
  /** The value of a panic in flight. */
  PANIC("panic"),
  /** An other-root record. */
  OTHER("other");

  private final String label;

  RootKind(String label) {
    this.label = label;
  }

  /** Returns the name in godump's output. */
  public String label() {
    return label;
  }
}
