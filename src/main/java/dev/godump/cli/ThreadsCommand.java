package dev.godump.cli;

import dev.godump.graph.RecordSummary;
import dev.godump.heap.Heap;
import dev.godump.report.Listings;
import dev.godump.report.text.Report;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "threads",
    description = "List OS threads.",
    footer = {"", "Example: godump threads heap.dump"})
final class ThreadsCommand extends OneDumpCommand {
  @Override
  Report answer(Heap heap) {
    return Listings.threads(RecordSummary.of(heap.graph()));
  }

  @Override
  Optional<RecordAnswer> recordAnswer() {
    return Optional.of(Listings::threads);
  }

  @Override
  boolean namesTypes() {
    return false;
  }
}
