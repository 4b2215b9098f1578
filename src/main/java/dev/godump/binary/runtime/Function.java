package dev.godump.binary.runtime;

/**
 * A function of a program, as linked.
 *
 * @param entry address of its first instruction, before any slide
 * @param end address where the next function starts
 */
public record Function(String name, long entry, long end) {}
