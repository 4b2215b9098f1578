package dev.godump.graph;

import dev.godump.format.DumpRecord;

/**
 * A goroutine.
 *
 * @param record its record in the dump
 * @param firstFrame its innermost frame in {@link Frames}
 * @param frameCount number of its frames, callers following callees
 * @param stackId identifies its stack: goroutines with the same pcs in all frames share it
 */
public record Goroutine(DumpRecord.Goroutine record, int firstFrame, int frameCount, int stackId) {
  /** Stands for no goroutine, in place of an index or, in answers, of an id. */
  public static final int NONE = Frames.NONE;

  private static final String DUMPER = "runtime/debug.WriteHeapDump";

  /** Returns the goid. */
  public long id() {
    return record.id();
  }

  /**
   * Returns the state as Go's own tracebacks show it: the wait reason of a waiting goroutine, else
   * the status. A stale reason from an earlier wait is not shown.
   */
  public String state() {
    String reason = record.waitReason();
    return isWaiting() && !reason.isEmpty() ? reason : status();
  }

  /** Returns the status: {@code runnable}, {@code running}, {@code syscall}, {@code waiting}, … */
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

  /** Whether the goroutine is waiting, so that its wait reason is current. */
  public boolean isWaiting() {
    long status = record.status() & ~0x1000L;
    return status == 4 || status == 9 || status == 10;
  }

  /** Whether this goroutine wrote the dump; its wait reason is stale up to Go 1.19. */
  public boolean wroteDump(Frames stacks) {
    for (int f = 0; f < Math.min(frameCount, 4); f++) {
      if (stacks.function(firstFrame + f).equals(DUMPER)) {
        return true;
      }
    }
    return false;
  }
}
