package dev.godump.cli;

import dev.godump.cli.Errors.ExitCode;
import dev.godump.format.Ending;
import dev.godump.graph.GraphLoader;
import dev.godump.graph.HeapGraph;
import dev.godump.io.Source;
import dev.godump.io.Sources;
import dev.godump.types.value.Secrets;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A subcommand that reads a dump. */
abstract class DumpCommand implements Callable<Integer> {
  @ParentCommand private Godump godump;

  @Spec private CommandSpec spec;

  @Mixin private Output output;

  /** The dump's name on the command line. */
  abstract String dump();

  /** The command's own name. */
  String name() {
    return spec.name();
  }

  boolean debug() {
    return output.debug();
  }

  /** Whether contents of the process's memory are shown. */
  Secrets secrets() {
    return godump.secrets();
  }

  Streams streams() {
    return godump.streams();
  }

  Output output() {
    return output;
  }

  Source open() throws IOException {
    return Sources.open(dump(), streams().in());
  }

  HeapGraph load(Source source) throws IOException {
    try (LoadProgress progress = LoadProgress.of(source, streams())) {
      return GraphLoader.load(source, progress);
    }
  }

  static int exitCode(Ending ending) {
    return ending.complete() ? ExitCode.OK : ExitCode.INPUT;
  }
}
