package dev.godump.binary.file;

/**
 * An entry of the symbol table.
 *
 * @param address before any slide
 * @param size bytes; 0 if the file doesn't state it
 */
public record Symbol(String name, long address, long size) {}
