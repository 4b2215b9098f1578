package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.WaitCause.Signal;
import dev.godump.analysis.waits.WaitKind;

/**
 * Decides whether a cause speaks for a leak, so that it is likely, or only says how the objects are
 * held. It speaks for one if a healthy program hasn't the same shape:
 *
 * <ul>
 *   <li>Many goroutines that wait for one lock, or to send on one channel, are more than a queue.
 *   <li>Workers without work receive from one channel, so only very many speak for a leak.
 *   <li>Goroutines that wait for a channel to be closed, or for a context to be cancelled, do so as
 *       long as the program runs, however many they are.
 *   <li>Tables, caches, callbacks and free lists have entries, closures and full channels, too.
 * </ul>
 */
final class LeakEvidence {
  /** Fewer goroutines that wait for one lock or for timers are ordinary. */
  private static final long MANY_WAITERS = 32;

  /** Fewer goroutines that receive from one channel may be workers without work. */
  private static final long MANY_WORKERS = 128;

  private LeakEvidence() {}

  static boolean showsLeak(LeakCause cause) {
    if (cause instanceof WaitCause.OneObject one) {
      boolean signal = one.signal() == Signal.CLOSE || one.signal() == Signal.CONTEXT;
      boolean worker = one.kind() == WaitKind.RECEIVE || one.kind() == WaitKind.SELECT;
      return !signal && one.waiters() >= (worker ? MANY_WORKERS : MANY_WAITERS);
    }
    if (cause instanceof WaitCause.TimerChannels timers) {
      return timers.waiters() >= MANY_WAITERS;
    }
    return !(cause instanceof WaitCause.SameField
        || cause instanceof LeakCause.OpenDatabase
        || cause instanceof LeakCause.Closures
        || cause instanceof LeakCause.ChannelFills
        || cause instanceof LeakCause.RunningTimers
        || cause instanceof LeakCause.OnlyHolder
        || cause instanceof LeakCause.UnlistedVariables);
  }
}
