package dev.godump.heap.stack;

/**
 * Where a frame's variables and arguments lie (runtime/traceback.go, Go 1.12 to 1.27).
 *
 * @param returnAddress bytes of the return address above the variables; 0 where a register has it
 * @param framePointer bytes of the caller's frame pointer below that
 * @param reserved bytes between a frame and the arguments of its function
 */
record FrameLayout(int returnAddress, int framePointer, int reserved) {

  /** Returns the layout of an architecture, as GOARCH names it. */
  static FrameLayout of(String architecture, int wordSize) {
    return switch (architecture) {
      case "amd64" -> new FrameLayout(8, 8, 0);
      case "386", "wasm" -> new FrameLayout(wordSize, 0, 0);
      case "arm64" -> new FrameLayout(0, 8, 8);
      case "ppc64", "ppc64le" -> new FrameLayout(0, 0, 32);
      default -> new FrameLayout(0, 0, wordSize);
    };
  }

  /** Returns the end of a frame's variables. */
  long variablesEnd(long sp, long frameEnd) {
    long end = frameEnd - returnAddress;
    return Long.compareUnsigned(end, sp) > 0 ? end - framePointer : end;
  }

  /** Returns the start of the arguments of a frame's function. */
  long arguments(long frameEnd) {
    return frameEnd + reserved;
  }
}
