package dev.godump.heap.roots;

import dev.godump.graph.Goroutine;
import dev.godump.graph.ProcessState;

/** The functions that goroutines were started with. */
public final class GoroutineStart {
  private static final String BOTTOM = "runtime.goexit";

  private GoroutineStart() {}

  /** The outermost function of a goroutine below the runtime's, such as {@code main.worker}. */
  public static String function(ProcessState process, Goroutine goroutine) {
    for (int f = goroutine.firstFrame() + goroutine.frameCount() - 1;
        f >= goroutine.firstFrame();
        f--) {
      if (!process.frames().function(f).equals(BOTTOM)) {
        return process.frames().function(f);
      }
    }
    return "(no frames)";
  }
}
