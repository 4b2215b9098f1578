package dev.godump.core.live;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Stops the process with the given number, and does nothing more. */
final class StandstillForever {
  private StandstillForever() {}

  public static void main(String[] args) throws Exception {
    Stop stop = SignalStop.of(new ProcFiles(Long.parseLong(args[0])));
    try (Standstill still = Standstill.begin(stop, Optional.empty())) {
      TimeUnit.HOURS.sleep(1);
      still.end();
    }
  }
}
