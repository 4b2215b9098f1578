package dev.godump.cli;

import dev.godump.graph.Room;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How much memory a command may take for a graph. */
final class MemoryOptions {
  @Option(
      names = "--off-heap",
      description =
          "Keep the graph in a temporary file instead of the Java heap, as is done by itself where the heap is too small.")
  private boolean offHeap;

  Room room() {
    return Room.of(Path.of(System.getProperty("java.io.tmpdir")), offHeap);
  }
}
