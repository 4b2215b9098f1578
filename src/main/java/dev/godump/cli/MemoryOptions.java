package dev.godump.cli;

import dev.godump.graph.MemoryBudget;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option for where to keep a graph. */
final class MemoryOptions {
  @Option(
      names = "--off-heap",
      description = "Keep the graph on disk (automatic when memory is short).")
  private boolean offHeap;

  /**
   * Returns the memory for a graph. Its temporary files go to the directory of indexes if one is
   * named, since users choose that for its size.
   */
  MemoryBudget budget(IndexOptions index) {
    Path directory =
        index.namedDirectory().orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    return MemoryBudget.of(directory, offHeap);
  }
}
