package dev.godump.binary.file;

/**
 * A section of an executable.
 *
 * @param name name in the file ({@code .debug_info}, {@code __gopclntab}); see {@link
 *     Executable#debugSection} for plain names of debug sections
 * @param address where it is loaded, before any slide; 0 if it is not loaded
 * @param size bytes in memory
 * @param offset offset of its bytes in the file
 * @param stored bytes in the file; 0 for sections that are zero-filled in memory
 */
public record Section(String name, long address, long size, long offset, long stored) {}
