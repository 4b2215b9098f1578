package dev.godump.cli;

import dev.godump.graph.RecordSummary;
import dev.godump.heap.Heap;
import dev.godump.report.ParamsReport;
import dev.godump.report.text.Report;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "params",
    description = "Show the machine and the Go runtime that wrote the dump.",
    footer = {"", "Example: godump params heap.dump"})
final class ParamsCommand extends OneDumpCommand {
  @Override
  Report answer(Heap heap) {
    return new ParamsReport(RecordSummary.of(heap.graph()), heap.program());
  }

  /** The executable is compared with the goroutines. */
  @Override
  Optional<RecordAnswer> recordAnswer() {
    return hasExecutable()
        ? Optional.empty()
        : Optional.of(records -> new ParamsReport(records, Optional.empty()));
  }

  @Override
  boolean namesTypes() {
    return false;
  }
}
