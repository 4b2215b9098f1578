package dev.godump.core.live;

import dev.godump.io.Parallel;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The time in which a process stands still. A process that stood still before stays so afterwards.
 */
final class Standstill implements Closeable {
  /** How long to wait until all threads stand still. One that waits for a disk may need some. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Stop stop;
  private final Optional<StopGuard> guard;
  private final Optional<Duration> limit;

  private Standstill(Stop stop, Optional<StopGuard> guard, Optional<Duration> limit) {
    this.stop = stop;
    this.guard = guard;
    this.limit = limit;
  }

  /**
   * Stops a process, and returns once it stands still.
   *
   * @param limit after which it goes on in any case
   * @throws ProcessException if it does not stand still in time
   */
  static Standstill begin(Stop stop, Optional<Duration> limit) throws IOException {
    if (stop.isStoppedByOthers()) {
      return new Standstill(stop, Optional.empty(), limit);
    }
    StopGuard guard = StopGuard.of(stop);
    Standstill still = new Standstill(stop, Optional.of(guard), limit);
    try {
      limit.ifPresent(
          most -> Parallel.daemon("godump-max-pause", () -> endAfter(most, guard)).start());
      guard.stop();
      still.await();
      return still;
    } catch (IOException | RuntimeException e) {
      guard.close();
      throw e;
    }
  }

  private static void endAfter(Duration most, StopGuard guard) {
    try {
      TimeUnit.NANOSECONDS.sleep(most.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    guard.goOn();
  }

  private void await() throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (List<String> running = stop.running(); !running.isEmpty(); running = stop.running()) {
      check();
      if (System.nanoTime() > end) {
        throw new ProcessException(
            "it does not stop (" + running.get(0) + "), and goes on; use gcore");
      }
      sleepShortly();
    }
  }

  private static void sleepShortly() throws IOException {
    try {
      TimeUnit.MICROSECONDS.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    }
  }

  /** Throws if the process has gone on, because it stood still for too long. */
  void check() throws ProcessException {
    if (guard.isPresent() && guard.get().isOver()) {
      throw new ProcessException(
          "it went on after %d ms, the longest pause that is allowed; nothing was written"
              .formatted(limit.orElse(Duration.ZERO).toMillis()));
    }
  }

  /**
   * Lets the process go on.
   *
   * @return how long it stood still at most; nothing if others stopped it
   * @throws ProcessException if something let it go on before
   */
  Optional<Duration> end() throws IOException {
    boolean standing = stop.running().isEmpty();
    check();
    close();
    if (!standing) {
      throw new ProcessException("something let it go on while it was read; nothing was written");
    }
    return guard.map(StopGuard::pause);
  }

  @Override
  public void close() {
    guard.ifPresent(StopGuard::goOn);
  }
}
