package dev.godump.io;

import java.io.IOException;

/** The answer can't be written. */
public final class OutputFailedException extends IOException {
  private static final long serialVersionUID = 1;

  public OutputFailedException(String why) {
    super("can't write the answer: " + why);
  }
}
