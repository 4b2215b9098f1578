package dev.godump.io;

import java.io.IOException;

/** Thrown when unpacked bytes take more space than they may. */
public final class UnpackLimitException extends IOException {
  private static final long serialVersionUID = 1;

  UnpackLimitException(String message) {
    super(message);
  }
}
