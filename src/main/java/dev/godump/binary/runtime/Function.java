package dev.godump.binary.runtime;

/**
 * A function of the program, as linked.
 *
 * @param entry address of its first instruction, before any slide
 * @param end where the next one starts
 */
public record Function(String name, long entry, long end) {}
