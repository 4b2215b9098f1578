package dev.godump.cli;

import picocli.CommandLine.Mixin;

/** What can be said of a dump beside its name: its program, its index, and where its graph goes. */
final class GraphOptions {
  @Mixin private ExecutableOption executable;
  @Mixin private MemoryOptions memory;
  @Mixin private IndexOptions index;

  ExecutableOption executable() {
    return executable;
  }

  MemoryOptions memory() {
    return memory;
  }

  IndexOptions index() {
    return index;
  }
}
