/**
 * The executable: ELF, Mach-O and PE files, what the Go linker put in them (functions and lines, type
 * descriptors, module data) and DWARF. Nothing here knows what a heap dump is; all addresses are the
 * file's own, before any slide.
 */
package dev.godump.binary;
