package dev.godump.cli;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.MemoryBudget;
import dev.godump.graph.load.GraphLoader;
import dev.godump.io.Source;
import dev.godump.io.Sources;
import java.io.IOException;
import java.util.Optional;

/** One of several dumps that a command has open at the same time. */
final class QueriedDump implements NamedDump {
  private final DumpCommand command;
  private final String dump;
  private final Streams streams;
  private Optional<String> programOfCore = Optional.empty();

  /**
   * @param command names the options
   * @param streams where the answer goes
   */
  QueriedDump(DumpCommand command, String dump, Streams streams) {
    this.command = command;
    this.dump = dump;
    this.streams = streams;
  }

  @Override
  public String dump() {
    return dump;
  }

  @Override
  public Source open() throws IOException {
    CoreInput.Dump input =
        CoreInput.dumpOf(
            Sources.open(dump, streams.in(), command.common().maxUnpacked()),
            command.namedExecutable(),
            streams);
    programOfCore = input.program();
    return input.source();
  }

  @Override
  public Optional<String> programOfCore() {
    return programOfCore;
  }

  @Override
  public HeapGraph load(Source source, MemoryBudget budget) throws IOException {
    try (LoadProgress progress = LoadProgress.of(source, streams)) {
      return GraphLoader.load(source, progress, budget);
    }
  }

  @Override
  public Streams streams() {
    return streams;
  }

  @Override
  public void sayUsed(String executable) {
    command.sayUsed(executable);
  }

  @Override
  public Optional<OpenHeap> openHeap() {
    return Optional.empty();
  }
}
