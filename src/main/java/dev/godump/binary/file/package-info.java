/**
 * Executable files (ELF, Mach-O and PE): sections, symbols, relocations, and loaded bytes by
 * address. Knows nothing of Go. No offset or length in a file is trusted.
 */
package dev.godump.binary.file;
