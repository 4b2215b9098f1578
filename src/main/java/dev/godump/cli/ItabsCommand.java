package dev.godump.cli;

import dev.godump.graph.RecordSummary;
import dev.godump.heap.Heap;
import dev.godump.report.Listings;
import dev.godump.report.text.Report;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "itabs",
    description = "List interface tables.",
    footer = {"", "Example: godump itabs heap.dump"})
final class ItabsCommand extends OneDumpCommand {
  @Override
  Report answer(Heap heap) {
    return Listings.itabs(RecordSummary.of(heap.graph()));
  }

  @Override
  Optional<RecordAnswer> recordAnswer() {
    return Optional.of(Listings::itabs);
  }
}
