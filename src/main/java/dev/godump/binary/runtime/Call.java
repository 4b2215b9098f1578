package dev.godump.binary.runtime;

/**
 * Where an instruction stands in the source, in a function or in one inlined into it.
 *
 * @param function name
 * @param file path as the compiler was given it, empty if it isn't known
 * @param line 0 if it isn't known
 * @param inlined whether the function has no frame of its own here
 */
public record Call(String function, String file, int line, boolean inlined) {}
