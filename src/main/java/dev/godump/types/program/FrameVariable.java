package dev.godump.types.program;

import dev.godump.binary.dwarf.LocalVariable;
import dev.godump.binary.type.GoType;
import java.util.List;

/**
 * A variable of a stack frame.
 *
 * @param variable its description in the program: name, type, role, line, and function
 * @param slots its bytes that are in the dump, by offset in the variable; bytes in registers or
 *     without a location at this pc are missing
 * @param live whether all its pointers are in the dump and in the field lists of their frames, so
 *     that the collector follows them; for a variable without pointers, whether all its bytes are
 *     in the dump
 */
public record FrameVariable(LocalVariable variable, List<Slot> slots, boolean live) {
  /**
   * Contiguous bytes of a variable.
   *
   * @param frame the frame with the bytes: the variable's own frame, or the caller's for arguments
   *     passed on the stack
   * @param frameOffset offset in that frame's contents
   * @param variableOffset offset in the variable
   * @param size number of bytes
   */
  public record Slot(int frame, long frameOffset, long variableOffset, long size) {}

  public String name() {
    return variable.name();
  }

  public GoType type() {
    return variable.type();
  }

  /** Reports whether all bytes of the variable are in the dump, contiguously. */
  public boolean isWhole() {
    return slots.size() == 1 && slots.get(0).size() == type().size();
  }
}
