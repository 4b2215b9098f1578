package dev.godump.cli;

import dev.godump.cli.Errors.ExitCode;
import dev.godump.format.ReadOutcome;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.MemoryBudget;
import dev.godump.graph.load.GraphLoader;
import dev.godump.io.Source;
import dev.godump.io.Sources;
import dev.godump.types.value.Secrets;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A subcommand that reads a dump. */
abstract class DumpCommand implements NamedDump, Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private CommonOptions common;

  private @Nullable Source opened;

  /** Executables that were found by search. */
  private final Set<String> used = new HashSet<>();

  String name() {
    return spec.name();
  }

  boolean debug() {
    return common.debug();
  }

  boolean timings() {
    return common.timings();
  }

  CommonOptions common() {
    return common;
  }

  Secrets secrets() {
    return common.secrets();
  }

  @Override
  public Streams streams() {
    return root().streams();
  }

  @Override
  public Optional<OpenHeap> openHeap() {
    return root().openHeap();
  }

  private Godump root() {
    return (Godump) spec.root().userObject();
  }

  @Override
  public Source open() throws IOException {
    Source source = Sources.open(dump(), streams().in(), common.maxUnpacked());
    opened = source;
    return source;
  }

  /** Returns why the dump that was opened last has fewer bytes than it had then, if it does. */
  Optional<String> cutWhileRead() {
    return Optional.ofNullable(opened).flatMap(Source::prematureEnd);
  }

  @Override
  public void sayUsed(String executable) {
    if (used.add(executable)) {
      streams()
          .say(
              "using the executable "
                  + executable
                  + ", which matches the dump; --no-exe ignores it");
    }
  }

  @Override
  public HeapGraph load(Source source, MemoryBudget budget) throws IOException {
    try (LoadProgress progress = LoadProgress.of(source, streams())) {
      return GraphLoader.load(source, progress, budget);
    }
  }

  static int exitCode(ReadOutcome ending) {
    return ending.isComplete() ? ExitCode.OK : ExitCode.INPUT;
  }
}
