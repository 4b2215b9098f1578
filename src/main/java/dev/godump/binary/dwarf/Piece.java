package dev.godump.binary.dwarf;

/**
 * The location of some bytes of a variable.
 *
 * @param offset bytes from the variable's start
 * @param size bytes; 0 means all remaining bytes
 * @param value for {@link Location#FRAME}, the distance from the CFA (the caller's stack pointer
 *     before the call), negative inside the function's own frame; for {@link Location#MEMORY}, a
 *     link-time address; for {@link Location#REGISTER}, the register's DWARF number; for {@link
 *     Location#CONSTANT}, the value; else 0
 */
public record Piece(long offset, long size, Location location, long value) {
  /** Kinds of locations. */
  public enum Location {
    FRAME,
    MEMORY,
    REGISTER,
    CONSTANT,
    /** No location at this pc, or one that only a debugger of the running program can read. */
    NONE
  }
}
