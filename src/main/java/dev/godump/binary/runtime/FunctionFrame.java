package dev.godump.binary.runtime;

import java.util.BitSet;
import java.util.Optional;

/**
 * The layout of a function's frame at one instruction, as the runtime's unwinder finds it.
 *
 * @param size bytes that the function has pushed, without its return address; 0 before its first
 *     instruction
 * @param argumentBytes bytes of arguments on the stack; negative if it depends on the call
 * @param deferReturn where a recovered function continues, in bytes from its entry; 0 if it has no
 *     defers
 * @param isOutermost whether no frame calls this one
 * @param locals pointers in the words below the end of the locals; empty if the function doesn't
 *     state them
 * @param arguments pointers in the words of the arguments; empty if the function doesn't state them
 */
public record FunctionFrame(
    Function function,
    int size,
    int argumentBytes,
    long deferReturn,
    boolean isOutermost,
    Optional<PointerBits> locals,
    Optional<PointerBits> arguments) {

  /** Which of a number of words are pointers. */
  public record PointerBits(int words, BitSet bits) {
    /** No words. */
    static final PointerBits NONE = new PointerBits(0, new BitSet());
  }
}
