package dev.godump.core;

import dev.godump.binary.runtime.FunctionFrame;
import dev.godump.binary.runtime.FunctionFrame.PointerBits;
import dev.godump.format.DumpRecord;
import dev.godump.format.RecordContents;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Unwinds stacks of amd64 and finds the pointers in frames, as runtime/traceback.go and
 * runtime/heapdump.go dumpframe do.
 */
final class StackUnwinder {
  private static final int MAX_DEPTH = 1 << 24;
  private static final String FAULT = "runtime.sigpanic";

  /** Calls that the runtime injects at any instruction (mgcmark.go scanframeworker). */
  private static final Set<String> INTERRUPTIONS =
      Set.of("runtime.asyncPreempt", "runtime.debugCallV1", "runtime.debugCallV2");

  private final CoreMemory memory;
  private final GoProcess process;

  StackUnwinder(GoProcess process) {
    this.memory = process.memory();
    this.process = process;
  }

  /** Takes frames. */
  @FunctionalInterface
  interface FrameVisitor {
    /**
     * @param frame its contents are not in a file; {@link RecordContents#length} is their length
     */
    void frame(DumpRecord.Frame frame) throws IOException;
  }

  /**
   * The frame that was called, whose arguments are in its caller's frame.
   *
   * @param name of the function, empty if there is none
   */
  private record Callee(String name, long sp, long argumentBytes, Optional<PointerBits> arguments) {
    static final Callee NONE = new Callee("", 0, 0, Optional.empty());
  }

  /**
   * Visits the frames of a stack, innermost first.
   *
   * @param isInterrupted whether it stopped at any instruction, not at one that has a stack map
   * @param end where the stack ends
   * @return whether the outermost frame was reached
   */
  boolean unwind(long startPc, long startSp, boolean isInterrupted, long end, FrameVisitor visitor)
      throws IOException {
    long pc = startPc;
    long sp = startSp;
    Callee callee = Callee.NONE;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      Optional<FunctionFrame> found = process.frameAt(pc);
      if (found.isEmpty()) {
        return false;
      }
      FunctionFrame layout = found.get();
      long fp = sp + layout.size() + 8;
      if (Long.compareUnsigned(fp, end) > 0 || Long.compareUnsigned(fp, sp) <= 0) {
        return false;
      }
      boolean anywhere = depth == 0 ? isInterrupted : INTERRUPTIONS.contains(callee.name);
      visitor.frame(frame(layout, pc, sp, fp, depth, callee, anywhere));
      if (layout.isOutermost()) {
        return true;
      }
      callee =
          new Callee(
              layout.function().name(),
              sp,
              Math.max(0, layout.argumentBytes()),
              layout.arguments());
      pc = memory.word(fp - 8);
      sp = fp;
    }
    return false;
  }

  private DumpRecord.Frame frame(
      FunctionFrame layout, long pc, long sp, long fp, int depth, Callee callee, boolean anywhere) {
    long entry = layout.function().entry();
    long continuesAt = pc;
    if (callee.name.equals(FAULT)) {
      continuesAt = layout.deferReturn() == 0 ? 0 : entry + layout.deferReturn() + 1;
    }
    String name = layout.function().name();
    return new DumpRecord.Frame(
        sp,
        depth,
        callee.sp,
        new RecordContents(0, fp - sp, fp - sp),
        entry,
        pc,
        continuesAt,
        name.isEmpty() ? "unknown function" : name,
        anywhere ? allWords(fp - sp) : pointers(layout, fp - sp, callee));
  }

  /** Returns all words: where no stack map holds, the collector takes each for a pointer. */
  private static long[] allWords(long length) {
    LongArrayList offsets = new LongArrayList();
    addWords(0, localsEnd(length), offsets);
    return offsets.toLongArray();
  }

  /** Above the locals are the return address and, in frames of any size, the caller's rbp. */
  private static long localsEnd(long length) {
    return length - 8 > 0 ? length - 16 : 0;
  }

  private static long[] pointers(FunctionFrame layout, long length, Callee callee) {
    LongArrayList offsets = new LongArrayList();
    if (callee.arguments.isPresent()) {
      addBits(callee.arguments.get(), 0, offsets);
    } else {
      addWords(0, callee.argumentBytes, offsets);
    }
    long localsEnd = localsEnd(length);
    if (layout.locals().isEmpty()) {
      addWords(callee.argumentBytes, localsEnd, offsets);
    } else {
      addBits(layout.locals().get(), localsEnd - 8L * layout.locals().get().words(), offsets);
    }
    return offsets.toLongArray();
  }

  private static void addBits(PointerBits map, long start, LongArrayList offsets) {
    map.bits().stream()
        .mapToLong(bit -> start + 8L * bit)
        .filter(o -> o >= 0)
        .forEach(offsets::add);
  }

  private static void addWords(long start, long end, LongArrayList offsets) {
    for (long offset = start; offset < end; offset += 8) {
      offsets.add(offset);
    }
  }
}
