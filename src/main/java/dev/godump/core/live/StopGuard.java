package dev.godump.core.live;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Stops a process, and lets it go on whatever happens: a shell does both, which lets the process go
 * on as soon as the pipe from this process closes, also when this process is killed.
 */
final class StopGuard implements Closeable {
  private static final String STOPPED = "stopped";

  /**
   * Signals of a terminal must not end the shell before it has let the process go on. It waits for
   * a command before it stops the process: a process is never stopped after godump has ended.
   */
  private static final String SCRIPT =
      """
      trap '' HUP INT QUIT TERM PIPE
      read -r line || exit 0
      %s || exit 1
      echo stopped
      read -r line
      %s
      """;

  private final Process shell;
  private final OutputStream pipe;
  private final BufferedReader answers;
  private long begun;
  private long ended;

  private StopGuard(Process shell) {
    this.shell = shell;
    this.pipe = shell.getOutputStream();
    this.answers = shell.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts the shell. */
  static StopGuard of(Stop stop) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("sh", "-c", SCRIPT.formatted(stop.begin(), stop.end()), "sh", stop.operand()));
    try {
      return new StopGuard(start(command));
    } catch (IOException e) {
      throw new ProcessException(
          "a shell is needed to let it go on in any case, and there is none");
    }
  }

  /** Starts a command in a session of its own, so that it survives what ends this one. */
  private static Process start(List<String> command) throws IOException {
    List<String> apart = new ArrayList<>(List.of("setsid"));
    apart.addAll(command);
    try {
      return new ProcessBuilder(apart).redirectErrorStream(true).start();
    } catch (IOException e) {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
  }

  /**
   * Stops the process, or begins to.
   *
   * @throws ProcessException if it may not be stopped
   */
  void stop() throws IOException {
    begun = System.nanoTime();
    pipe.write('\n');
    pipe.flush();
    String answer = answers.readLine();
    if (!STOPPED.equals(answer)) {
      throw new ProcessException(
          "it can't be stopped" + (answer == null ? "" : " (" + answer + ")"));
    }
  }

  /** Lets the process go on, and waits until that has happened. */
  synchronized void goOn() {
    if (ended == 0) {
      try {
        pipe.close();
      } catch (IOException e) {
        // then the shell has ended
      }
      shell.onExit().join();
      ended = System.nanoTime();
    }
  }

  /** Whether the process was let go on. */
  synchronized boolean isOver() {
    return ended != 0;
  }

  /** Returns how long the process stood still at most, once it has gone on. */
  synchronized Duration pause() {
    return Duration.ofNanos(ended - begun);
  }

  @Override
  public void close() {
    goOn();
  }
}
