package dev.godump.cli;

import dev.godump.heap.Heap;
import dev.godump.report.Listings;
import dev.godump.report.text.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "finalizers",
    description = "List finalizers, registered and queued.",
    footer = {"", "Example: godump finalizers heap.dump"})
final class FinalizersCommand extends OneDumpCommand {
  @Mixin private TopOption top;

  @Override
  Report answer(Heap heap) {
    return Listings.finalizers(heap.graph(), heap.reachability(), heap.program())
        .limit(top.limit(output()));
  }
}
