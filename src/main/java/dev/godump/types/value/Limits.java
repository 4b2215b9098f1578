package dev.godump.types.value;

/**
 * Limits how much of a value is read.
 *
 * @param elements of a slice, array, map or channel
 * @param text bytes of a string or slice of bytes
 * @param depth pointers followed in a row
 */
public record Limits(int elements, int text, int depth) {}
