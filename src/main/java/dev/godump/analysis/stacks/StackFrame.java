package dev.godump.analysis.stacks;

/**
 * A frame of a stack of {@link HeapStacks}: what holds the next one.
 *
 * @param name such as {@code main.worker} or {@code *main.Session}
 * @param file source file, or empty where that is unknown or there is none
 * @param line in it, or 0
 */
public record StackFrame(String name, String file, long line) {

  static StackFrame of(String name) {
    return new StackFrame(name, "", 0);
  }
}
