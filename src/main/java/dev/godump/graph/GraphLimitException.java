package dev.godump.graph;

import java.io.IOException;

/** A dump with more of something than the graph can number. */
public final class GraphLimitException extends IOException {
  private static final long serialVersionUID = 1;

  public GraphLimitException(String message) {
    super(message);
  }
}
