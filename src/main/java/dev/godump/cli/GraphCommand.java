package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.format.Ending;
import dev.godump.graph.HeapGraph;
import dev.godump.io.Source;
import dev.godump.report.Report;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A subcommand that answers from the graph of a dump, and tells what is missing from it. */
abstract class GraphCommand extends DumpCommand {

  @Mixin private MemoryOptions memory;

  /** Answers. */
  abstract Report answer(HeapGraph graph) throws IOException;

  @Override
  public Integer call() throws IOException {
    try (Source source = open();
        HeapGraph graph = load(source, memory)) {
      Report report = answer(graph);
      Ending ending = graph.reading().ending();
      output().write(streams(), name(), report, ending::complete, graph.reading()::warnings);
      return exitCode(ending);
    }
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
