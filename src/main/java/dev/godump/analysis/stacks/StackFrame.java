package dev.godump.analysis.stacks;

/**
 * A frame of a stack of {@link HeapStacks}.
 *
 * @param name such as {@code main.worker} or {@code .items *main.Session}
 * @param file source file, or empty if unknown
 * @param line in the file, or 0 if unknown
 * @param type of the objects that the frame stands for, the end of its name; empty for roots and
 *     calls
 */
public record StackFrame(String name, String file, long line, String type) {

  /** A call, or a variable in a function. */
  static StackFrame inSource(String name, String file, long line) {
    return new StackFrame(name, file, line, "");
  }

  static StackFrame of(String name) {
    return inSource(name, "", 0);
  }

  /**
   * Objects of a type.
   *
   * @param field that points at them, or empty
   */
  static StackFrame ofObjects(String field, String type) {
    return new StackFrame(field.isEmpty() ? type : field + " " + type, "", 0, type);
  }

  /** Whether it stands for objects. */
  public boolean isObjects() {
    return !type.isEmpty();
  }

  /** Returns the field that points at the objects, or an empty string. */
  String field() {
    return isObjects() ? name.substring(0, name.lastIndexOf(type)).strip() : "";
  }
}
