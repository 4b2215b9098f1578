package dev.godump.binary.dwarf;

import dev.godump.binary.type.GoType;
import java.util.Optional;

/**
 * A global variable.
 *
 * @param name name with the full package path ({@code main.sessions})
 * @param address link-time
 * @param size bytes; 0 if unknown
 * @param type empty if only the symbol table has the variable
 */
public record Global(String name, long address, long size, Optional<GoType> type) {}
