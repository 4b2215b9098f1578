package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.cli.IndexedDump.After;
import dev.godump.format.ReadOutcome;
import dev.godump.heap.Heap;
import dev.godump.report.text.Report;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A subcommand that answers from the graph of a dump and warns of what the dump lacks. */
abstract class GraphCommand extends DumpCommand {
  @Mixin private Output output;

  @Mixin private GraphOptions options;

  /** Computes the answer. */
  abstract Report answer(Heap heap) throws IOException;

  @Override
  public Integer call() throws IOException {
    return new IndexedDump(this, options).ask(this::answer, After.WRITE_INDEX);
  }

  private int answer(Heap heap, List<String> warnings, Streams streams) throws IOException {
    Report report = report(heap, warnings);
    ReadOutcome ending = heap.graph().loadResult().outcome();
    output.write(streams, name(), report, ending::isComplete, () -> warnings);
    return exitCode(ending);
  }

  /**
   * Returns the report. If something that the command line names is not in the dump, writes the
   * warnings first, since they may explain why.
   */
  private Report report(Heap heap, List<String> warnings) throws IOException {
    try {
      return answer(heap);
    } catch (OperandException e) {
      warnings.forEach(streams()::warn);
      throw e;
    }
  }
}
