package dev.godump.cli;

import dev.godump.graph.RecordSummary;
import dev.godump.heap.Heap;
import dev.godump.report.Listings;
import dev.godump.report.text.Report;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "itabs",
    description = "List interface tables.",
    footer = {"", "Example: godump itabs heap.dump"})
final class ItabsCommand extends OneDumpCommand {
  @Mixin private TopOption top;

  @Override
  Report answer(Heap heap) {
    return Listings.itabs(RecordSummary.of(heap.graph())).limit(top.limit(output()));
  }

  @Override
  Optional<RecordAnswer> recordAnswer() {
    return Optional.of(records -> Listings.itabs(records).limit(top.limit(output())));
  }

  @Override
  boolean namesTypes() {
    return false;
  }
}
