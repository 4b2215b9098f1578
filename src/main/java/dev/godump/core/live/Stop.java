package dev.godump.core.live;

import java.io.IOException;
import java.util.List;

/** A way to make a process stand still, and to let it go on. */
interface Stop {
  /** Whether the process stands still already, so that it is to stay so afterwards. */
  boolean isStoppedByOthers() throws IOException;

  /** A command of the shell that begins to stop the process; {@code $1} is {@link #operand}. */
  String begin();

  /** A command of the shell that lets the process go on. */
  String end();

  String operand();

  /** Returns what runs still, as clauses; empty if the process stands still. */
  List<String> running() throws IOException;
}
