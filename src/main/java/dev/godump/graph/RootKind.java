package dev.godump.graph;

import dev.godump.index.Coded;

/** Why the collector treats an object as reachable. */
public enum RootKind implements Coded {
  /** A word of the data segment. */
  DATA("data", 0),
  /** A word of the BSS segment. */
  BSS("bss", 1),
  /** A live slot of a goroutine's frame. */
  FRAME("frame", 2),
  /** The function of a registered finalizer, or what an object with a finalizer refers to. */
  FINALIZER("finalizer", 3),
  /** An object with a finalizer that is about to run, or that finalizer's function. */
  QUEUED_FINALIZER("queued finalizer", 4),
  /** The closure that a goroutine is about to run. */
  CONTEXT("goroutine start", 5),
  /** The function of a pending defer. */
  DEFER("defer", 6),
  /** The value of a panic in flight. */
  PANIC("panic", 7),
  /** An other-root record. */
  OTHER("other", 8);

  private final String label;
  private final int code;

  RootKind(String label, int code) {
    this.label = label;
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  /** Returns the name in godump's output. */
  public String label() {
    return label;
  }
}
