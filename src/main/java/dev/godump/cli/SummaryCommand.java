package dev.godump.cli;

import dev.godump.analysis.Heap;
import dev.godump.analysis.Summary;
import dev.godump.report.Report;
import dev.godump.report.SummaryReport;
import picocli.CommandLine.Command;

@Command(
    name = "summary",
    description = "What fills the heap, in one screen.",
    footer = {"", "Example: godump summary heap.dump"})
final class SummaryCommand extends OneDumpCommand {
  @Override
  Report answer(Heap heap) {
    return new SummaryReport(heap.graph(), Summary.of(heap));
  }
}
