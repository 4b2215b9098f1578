package dev.godump.cli;

import dev.godump.io.Parallel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Shows on standard error what a command is doing while it computes for long: {@code godump: types
 * … 12 s}. The line is erased before anything else is written. Which phase a command is in shows
 * from the methods on its stack, so the phases need no code of their own. Reading and writing have
 * a {@link LoadProgress} instead.
 */
final class PhaseProgress implements AutoCloseable {
  /** Classes of godump with the phase that they are; the outermost on the stack counts. */
  private static final List<Phase> PHASES =
      List.of(
          new Phase("heap.DumpIndex", "writing the index; Ctrl-C is safe"),
          new Phase("cli.ExecutableSearch", "searching the executable"),
          new Phase("graph.store.", "reading the index"),
          new Phase("heap.stack.", "stack variables"),
          new Phase("heap.cleanups.", "cleanups"),
          new Phase("heap.dominators.", "dominators"),
          new Phase("types.", "types"),
          new Phase("heap.histogram.", "histogram"),
          new Phase("heap.paths.", "paths"),
          new Phase("analysis.waste.String", "strings"),
          new Phase("analysis.waste.", "waste"),
          new Phase("analysis.leaks.", "leaks"),
          new Phase("analysis.stacks.", "stacks"),
          new Phase("analysis.", "analysis"));

  /** Classes with a progress bar of their own. */
  private static final List<String> BARS =
      List.of("graph.load.", "analysis.find.DumpSearch", "export.");

  /** Waits for bytes of a compressed dump, in whatever phase needs them. */
  private static final String UNPACKING = "io.SpooledSource";

  private record Phase(String start, String name) {}

  private static final String GODUMP = "dev.godump.";
  private static final String ERASE = "\r\u001b[K";
  private static final long FIRST_SECONDS = 1;
  private static final long PERIOD_MILLIS = 250;

  private final Thread command = Thread.currentThread();
  private final OutputStream err;
  private final long start = System.nanoTime();
  private final Thread display = Parallel.daemon("godump-phases", this::showUntilClosed);

  /** Whether the line is on the terminal. */
  private boolean shown;

  private boolean closed;

  private PhaseProgress(OutputStream err) {
    this.err = err;
  }

  /** Starts to watch the calling thread. */
  static PhaseProgress start(OutputStream terminal) {
    PhaseProgress progress = new PhaseProgress(terminal);
    progress.display.start();
    return progress;
  }

  private void showUntilClosed() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        String phase = seconds < FIRST_SECONDS ? "" : phaseOf(command.getStackTrace());
        if (!show(phase.isEmpty() ? "" : "godump: " + phase + " … " + seconds + " s")) {
          return;
        }
      }
    } catch (InterruptedException e) {
      // the command has ended
    }
  }

  /** Shows a line, or none if it is empty; returns whether to go on. */
  private synchronized boolean show(String line) {
    if (!closed && !line.isEmpty()) {
      PrintStream out = new PrintStream(err, false, StandardCharsets.UTF_8);
      out.print(ERASE + line);
      out.flush();
      shown = true;
    } else {
      erase();
    }
    return !closed;
  }

  /** Erases the line, if there is one. */
  private synchronized void erase() {
    if (shown) {
      PrintStream out = new PrintStream(err, false, StandardCharsets.UTF_8);
      out.print(ERASE);
      out.flush();
      shown = false;
    }
  }

  /**
   * Returns the name of a phase, or an empty string for a command that writes, shows a bar, or is
   * between phases.
   *
   * @param stack innermost first
   */
  static String phaseOf(StackTraceElement[] stack) {
    for (int i = stack.length - 1; i >= 0; i--) {
      String type = stack[i].getClassName();
      if (!type.startsWith(GODUMP)) {
        continue;
      }
      String name = type.substring(GODUMP.length());
      if (name.startsWith("cli.Output") || BARS.stream().anyMatch(name::startsWith)) {
        return "";
      }
      for (Phase phase : PHASES) {
        if (name.startsWith(phase.start())) {
          return isUnpacking(stack) ? "unpacking the dump" : phase.name();
        }
      }
    }
    return isUnpacking(stack) ? "unpacking the dump" : "";
  }

  private static boolean isUnpacking(StackTraceElement[] stack) {
    return Stream.of(stack).anyMatch(call -> call.getClassName().equals(GODUMP + UNPACKING));
  }

  /** Returns a stream that erases the line before it writes to another. */
  OutputStream erasingFirst(OutputStream out) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        synchronized (PhaseProgress.this) {
          erase();
          out.write(bytes, from, length);
        }
      }

      @Override
      public void flush() throws IOException {
        out.flush();
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      erase();
    }
    display.interrupt();
  }
}
