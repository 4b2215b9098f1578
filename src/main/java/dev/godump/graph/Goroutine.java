package dev.godump.graph;

import dev.godump.format.DumpRecord;

/**
 * A goroutine.
 *
 * @param record what the dump says of it
 * @param firstFrame number of its innermost frame in {@link Frames}
 * @param frames how many it has, callers following callees
 * @param stack number of its stack: all goroutines whose frames stand at the same pcs have the same
 */
public record Goroutine(DumpRecord.Goroutine record, int firstFrame, int frameCount, int stackId) {
  private static final String DUMPER = "runtime/debug.WriteHeapDump";

  /** goid. */
  public long id() {
    return record.id();
  }

  /**
   * Its state in the words of Go's own tracebacks: the wait reason of a goroutine that waits, else
   * its status. A reason left over from an earlier wait is not shown.
   */
  public String state() {
    String reason = record.waitReason();
    return isWaiting() && !reason.isEmpty() ? reason : status();
  }

  /** Its status: {@code runnable}, {@code running}, {@code syscall}, {@code waiting}, … */
  public String status() {
    long status = record.status() & ~0x1000L;
    return switch ((int) Math.max(-1, Math.min(status, 99))) {
      case 0 -> "idle";
      case 1 -> "runnable";
      case 2 -> "running";
      case 3 -> "syscall";
      case 4 -> "waiting";
      case 6 -> "dead";
      case 8 -> "copystack";
      case 9 -> "preempted";
      case 10 -> "leaked";
      case 11 -> "dead (extra)";
      default -> "status " + Long.toUnsignedString(record.status());
    };
  }

  /** Whether it waits for something, so that its wait reason means something. */
  public boolean isWaiting() {
    long status = record.status() & ~0x1000L;
    return status == 4 || status == 9 || status == 10;
  }

  /** Whether it is the goroutine that wrote the dump, whose wait reason is stale up to Go 1.19. */
  public boolean wroteDump(Frames stacks) {
    for (int f = 0; f < Math.min(frameCount, 4); f++) {
      if (stacks.function(firstFrame + f).equals(DUMPER)) {
        return true;
      }
    }
    return false;
  }
}
