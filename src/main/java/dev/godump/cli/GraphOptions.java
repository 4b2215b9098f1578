package dev.godump.cli;

import dev.godump.graph.MemoryBudget;
import picocli.CommandLine.Mixin;

/** The options of commands that load a graph: executable, memory and index. */
final class GraphOptions {
  @Mixin private ExecutableOption executable;
  @Mixin private MemoryOptions memory;
  @Mixin private IndexOptions index;

  ExecutableOption executable() {
    return executable;
  }

  /** Returns the memory for the graph and what is derived from it. */
  MemoryBudget memoryBudget() {
    return memory.budget(index);
  }

  IndexOptions index() {
    return index;
  }
}
