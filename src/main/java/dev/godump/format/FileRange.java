package dev.godump.format;

/**
 * A part of a dump in which whole records lie.
 *
 * @param start of its first record, in bytes from the start of the (unpacked) file
 * @param end of its last
 */
public record FileRange(long start, long end) {}
