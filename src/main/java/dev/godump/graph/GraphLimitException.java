package dev.godump.graph;

import java.io.IOException;

/** Thrown for a dump with more objects than the graph has ids for. */
public final class GraphLimitException extends IOException {
  private static final long serialVersionUID = 1;

  public GraphLimitException(String message) {
    super(message);
  }
}
