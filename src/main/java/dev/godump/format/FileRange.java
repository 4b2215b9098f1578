package dev.godump.format;

/**
 * A range of whole records in a dump.
 *
 * @param start of its first record, in bytes from the start of the (unpacked) file
 * @param end of its last record
 */
public record FileRange(long start, long end) {}
