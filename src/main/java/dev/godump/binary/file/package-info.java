/**
 * Executable files: ELF, Mach-O and PE, their sections, symbols and relocations, as bytes at
 * addresses. Knows nothing of Go; no offset or length in a file is trusted.
 */
package dev.godump.binary.file;
