package dev.godump.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Thrown when the answer can't be written. */
public final class OutputFailedException extends IOException {
  private static final long serialVersionUID = 1;

  public OutputFailedException(@Nullable String why) {
    super("can't write the answer: " + why);
  }
}
