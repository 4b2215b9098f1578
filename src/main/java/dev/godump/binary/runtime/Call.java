package dev.godump.binary.runtime;

/**
 * The source position of an instruction, in a function or in a call that is inlined into it.
 *
 * @param function name
 * @param file path as the compiler was given it; empty if unknown
 * @param line 0 if unknown
 * @param inlined whether the call is inlined, so that the function has no frame of its own
 */
public record Call(String function, String file, int line, boolean inlined) {}
