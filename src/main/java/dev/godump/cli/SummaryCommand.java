package dev.godump.cli;

import dev.godump.analysis.Summary;
import dev.godump.heap.Heap;
import dev.godump.report.ObjectText;
import dev.godump.report.SummaryReport;
import dev.godump.report.text.Report;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "summary",
    description = "Show what uses memory and what keeps it alive, on one screen.",
    footer = {"", "Example: godump summary heap.dump"})
final class SummaryCommand extends OneDumpCommand {
  @Override
  Report answer(Heap heap) throws IOException {
    // without the executable few types are known, and finding them takes as long as all the rest
    Optional<ObjectText> objects =
        heap.program().isPresent()
            ? Optional.of(new ObjectText(heap.graph(), heap.types(), heap.program()))
            : Optional.empty();
    return new SummaryReport(heap.graph(), Summary.of(heap), objects, sameFiles());
  }
}
