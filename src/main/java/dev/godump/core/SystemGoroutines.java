package dev.godump.core;

import dev.godump.binary.runtime.Function;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells the runtime's own goroutines from the program's (runtime/traceback.go isSystemGoroutine).
 */
final class SystemGoroutines {
  private static final String RUNTIME = "runtime.";

  /** Goroutines that start in the runtime, but aren't its own. */
  private static final Set<String> STARTED_FOR_USERS =
      Set.of("runtime.main", "runtime.corostart", "runtime.handleAsyncEvent");

  /** Goroutines that are the program's while they run its functions. */
  private static final Set<String> CALLING_USERS =
      Set.of("runtime.runfinq", "runtime.runFinalizers", "runtime.runCleanups");

  private final GoProcess process;
  private final StackUnwinder unwinder;

  SystemGoroutines(GoProcess process) {
    this.process = process;
    this.unwinder = new StackUnwinder(process);
  }

  /**
   * Whether a goroutine is the runtime's.
   *
   * @param startPc of the function that it began with
   * @param pc of its innermost frame
   */
  boolean contains(long startPc, long pc, long sp, long stackEnd) throws IOException {
    Optional<Function> start = process.functions().functionAt(startPc);
    if (start.isEmpty() || !start.get().name().startsWith(RUNTIME)) {
      return false;
    }
    String name = start.get().name();
    return CALLING_USERS.contains(name)
        ? !callsUser(pc, sp, stackEnd)
        : !STARTED_FOR_USERS.contains(name);
  }

  private boolean callsUser(long pc, long sp, long stackEnd) throws IOException {
    AtomicBoolean found = new AtomicBoolean();
    unwinder.unwind(
        pc,
        sp,
        false,
        stackEnd,
        frame -> {
          if (!frame.function().startsWith(RUNTIME)) {
            found.set(true);
          }
        });
    return found.get();
  }
}
