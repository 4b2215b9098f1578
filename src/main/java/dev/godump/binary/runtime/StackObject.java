package dev.godump.binary.runtime;

/**
 * A variable in the frames of a function whose address is taken (a stack object of
 * runtime/stack.go).
 *
 * @param offset bytes from the end of the locals if negative, else from the start of the arguments
 * @param size in bytes
 * @param pointers offsets of its pointer words in bytes, ascending
 */
public record StackObject(int offset, long size, long[] pointers) {}
