package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.format.Ending;
import dev.godump.graph.HeapGraph;
import dev.godump.io.Source;
import dev.godump.report.Report;
import dev.godump.types.Program;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;

/** A subcommand that answers from the graph of a dump, and tells what is missing from it. */
abstract class GraphCommand extends DumpCommand {
  @Mixin private Output output;

  @Mixin private ExecutableOption executable;

  private Optional<Program> program = Optional.empty();

  @Mixin private MemoryOptions memory;

  /** Answers. */
  abstract Report answer(HeapGraph graph) throws IOException;

  @Override
  public Integer call() throws IOException {
    try (Source source = open();
        HeapGraph graph = load(source, memory);
        ExecutableOption.Outcome opened = executable.open(graph.process())) {
      program = opened.program();
      Report report = answer(graph);
      Ending ending = graph.reading().ending();
      Supplier<List<String>> warnings =
          () -> Stream.concat(graph.reading().warnings().stream(), opened.warnings().stream()).toList();
      output.write(streams(), name(), report, ending::complete, warnings);
      return exitCode(ending);
    }
  }

  /** The program that wrote the dump, if it was given and is the right one. For {@link #answer}. */
  Optional<Program> program() {
    return program;
  }

  /**
   * Cuts a list to the number of rows wanted, 0 for all.
   *
   * @throws OperandException if the number is negative
   */
  static <T> List<T> top(List<T> rows, int wanted) throws OperandException {
    Operands.requireCount("--top", wanted);
    return wanted == 0 || wanted >= rows.size() ? rows : rows.subList(0, wanted);
  }
}
