package dev.godump.core.live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Stops a process with {@code SIGSTOP}. */
record SignalStop(ProcFiles process) implements Stop {

  /**
   * Prepares to stop a process.
   *
   * @throws ProcessException if it ignores the signal
   */
  static SignalStop of(ProcFiles process) throws ProcessException {
    if (process.pid() == 1) {
      throw new ProcessException(
          "the first process of a container ignores SIGSTOP that comes from inside it; use gcore 1,"
              + " or run godump outside of the container");
    }
    return new SignalStop(process);
  }

  @Override
  public boolean isStoppedByOthers() throws IOException {
    return running().isEmpty();
  }

  @Override
  public String begin() {
    return "kill -s STOP \"$1\"";
  }

  @Override
  public String end() {
    return "kill -s CONT \"$1\"";
  }

  @Override
  public String operand() {
    return Long.toString(process.pid());
  }

  @Override
  public List<String> running() throws IOException {
    List<String> running = new ArrayList<>();
    for (long thread : process.threads()) {
      char state = process.state(thread);
      if (state != ProcFiles.STOPPED) {
        running.add("thread " + thread + " is in state " + state);
      }
    }
    return running;
  }
}
