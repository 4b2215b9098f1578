package dev.godump.binary.dwarf;

import dev.godump.binary.type.GoType;

/**
 * A variable captured by a closure.
 *
 * @param name name as declared, or {@code &x} if the closure has a pointer to the variable; then
 *     the type is a pointer type as well
 * @param offset bytes from the start of the closure; its first word is the function's entry pc
 */
public record CapturedVariable(String name, long offset, GoType type) {}
