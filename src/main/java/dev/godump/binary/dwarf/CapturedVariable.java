package dev.godump.binary.dwarf;

import dev.godump.binary.type.GoType;

/**
 * A variable that a closure has captured.
 *
 * @param name as declared; {@code &x} if the closure has a pointer to it, and then so is the type
 * @param offset bytes from the start of the closure, whose first word is the function's entry pc
 */
public record CapturedVariable(String name, long offset, GoType type) {}
