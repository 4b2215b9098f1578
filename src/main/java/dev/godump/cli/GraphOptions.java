package dev.godump.cli;

import dev.godump.graph.MemoryBudget;
import picocli.CommandLine.Mixin;

/** What can be said of a dump beside its name: its program, its index, and where its graph goes. */
final class GraphOptions {
  @Mixin private ExecutableOption executable;
  @Mixin private MemoryOptions memory;
  @Mixin private IndexOptions index;

  ExecutableOption executable() {
    return executable;
  }

  /** Where a graph and what is made of it may go. */
  MemoryBudget memoryBudget() {
    return memory.budget(index);
  }

  IndexOptions index() {
    return index;
  }
}
