package dev.godump.binary.dwarf;

import dev.godump.binary.type.GoType;
import java.util.Optional;

/**
 * A global variable.
 *
 * @param name with its package's whole path ({@code main.sessions})
 * @param address link-time
 * @param size bytes; 0 where nobody says
 * @param type empty if only the symbol table knows it
 */
public record Global(String name, long address, long size, Optional<GoType> type) {}
