package dev.godump.binary.dwarf;

/**
 * Where some bytes of a variable are.
 *
 * @param offset bytes from the variable's start
 * @param size bytes; 0 if the location doesn't say: all that are left
 * @param value for {@link Location#FRAME}, the distance from the CFA (the caller's stack pointer
 *     before the call), negative inside the function's own frame; for {@link Location#MEMORY}, a
 *     link-time address; for {@link Location#REGISTER}, the register's DWARF number; for {@link
 *     Location#CONSTANT} the value; else 0
 */
public record Piece(long offset, long size, Location location, long value) {
  /** Sorts of places. */
  public enum Location {
    FRAME,
    MEMORY,
    REGISTER,
    CONSTANT,
    /** Nowhere at this pc, or where only a debugger of the living program can look. */
    NONE
  }
}
