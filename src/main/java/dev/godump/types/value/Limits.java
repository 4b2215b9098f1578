package dev.godump.types.value;

/**
 * How much of a value is read.
 *
 * @param elements of a slice, array, map or channel
 * @param text bytes of a string or slice of bytes
 * @param depth pointers that are followed
 */
public record Limits(int elements, int text, int depth) {}
