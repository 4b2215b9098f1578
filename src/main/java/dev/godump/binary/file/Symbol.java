package dev.godump.binary.file;

/**
 * An entry of the symbol table.
 *
 * @param address before any slide
 * @param size bytes, 0 where the file doesn't say
 */
public record Symbol(String name, long address, long size) {}
