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

  private Optional<String> programOfCore = Optional.empty();

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

  /** Opens the dump. A core file becomes a dump first. */
  @Override
  public Source open() throws IOException {
    CoreInput.Dump input = CoreInput.dumpOf(openFile(), namedExecutable(), streams());
    opened = input.source();
    programOfCore = input.program();
    return input.source();
  }

  /** Opens what the command line names, as it is. */
  final Source openFile() throws IOException {
    return Sources.open(dump(), streams().in(), common.maxUnpacked());
  }

  /** Returns the executable that {@code --exe} or the environment names. */
  final Optional<String> namedExecutable() {
    String option = spec.commandLine().getParseResult().matchedOptionValue("--exe", "");
    String variable = System.getenv(ExecutableOption.ENVIRONMENT);
    return Optional.of(option.isEmpty() && variable != null ? variable : option)
        .filter(path -> !path.isEmpty());
  }

  @Override
  public final Optional<String> programOfCore() {
    return programOfCore;
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
