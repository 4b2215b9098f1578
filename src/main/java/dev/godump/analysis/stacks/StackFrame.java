package dev.godump.analysis.stacks;

/**
 * A frame of a stack of {@link HeapStacks}.
 *
 * @param name such as {@code main.worker} or {@code *main.Session}
 * @param file source file, or empty if unknown
 * @param line in the file, or 0 if unknown
 */
public record StackFrame(String name, String file, long line) {

  static StackFrame of(String name) {
    return new StackFrame(name, "", 0);
  }
}
