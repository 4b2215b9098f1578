package dev.godump.core;

import java.util.Optional;

/**
 * The registers that Linux saves on the stack of a signal handler of amd64 (struct rt_sigframe,
 * arch/x86/include/asm/sigframe.h): a return address, then struct ucontext with 23 registers after
 * 40 bytes.
 *
 * @param pc of the interrupted instruction
 */
record SignalFrame(long pc, long sp) {
  private static final int REGISTERS = 8 + 40;
  private static final int RSP = REGISTERS + 15 * 8;
  private static final int RIP = REGISTERS + 16 * 8;
  private static final int SELECTORS = REGISTERS + 18 * 8;

  /** Code segment of 64-bit programs, and in the upper half, their stack segment. */
  private static final long USER_SELECTORS = 0x2b000000000033L;

  /** Returns the registers that the outermost signal frame between two addresses has. */
  static Optional<SignalFrame> find(CoreMemory memory, long start, long end) {
    for (long at = end - SELECTORS - 8 & ~7L; at >= start; at -= 8) {
      if (memory.word(at + SELECTORS) == USER_SELECTORS) {
        return Optional.of(new SignalFrame(memory.word(at + RIP), memory.word(at + RSP)));
      }
    }
    return Optional.empty();
  }
}
