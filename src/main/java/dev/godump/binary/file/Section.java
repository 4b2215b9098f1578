package dev.godump.binary.file;

/**
 * A section of an executable.
 *
 * @param name as in the file ({@code .debug_info}, {@code __gopclntab}); compressed debug sections
 *     are found by {@link Executable#debugSection} under their plain name
 * @param address where it is loaded, before any slide; 0 if it isn't
 * @param size bytes in memory
 * @param offset where its bytes are in the file
 * @param stored bytes in the file; 0 of sections that are all zeros in memory
 */
public record Section(String name, long address, long size, long offset, long stored) {}
