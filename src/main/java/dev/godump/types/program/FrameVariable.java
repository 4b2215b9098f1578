package dev.godump.types.program;

import dev.godump.binary.dwarf.LocalVariable;
import dev.godump.binary.type.GoType;
import java.util.List;

/**
 * A variable of a stack frame.
 *
 * @param variable what the program says of it: name, type, role, line, and of inlined calls the
 *     function
 * @param slots its bytes that the dump has, by offset in it; those that are in registers, or
 *     nowhere at this pc, are in none
 * @param live whether all its pointers are in the dump and in the field lists of their frames: the
 *     collector follows them. Of a variable without pointers, whether all of it is in the dump
 */
public record FrameVariable(LocalVariable variable, List<Slot> slots, boolean live) {
  /**
   * Some bytes of a variable.
   *
   * @param frame whose contents have them: the variable's own, or for arguments that are passed on
   *     the stack, the caller's
   * @param offset in that frame's contents
   * @param start offset in the variable
   * @param size how many
   */
  public record Slot(int frame, long frameOffset, long variableOffset, long size) {}

  public String name() {
    return variable.name();
  }

  public GoType type() {
    return variable.type();
  }

  /** Whether all its bytes are in the dump, one after the other. */
  public boolean isWhole() {
    return slots.size() == 1 && slots.get(0).size() == type().size();
  }
}
