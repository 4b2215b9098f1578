package dev.godump.cli;

import dev.godump.analysis.Heap;
import dev.godump.report.Listings;
import dev.godump.report.Report;
import picocli.CommandLine.Command;

@Command(
    name = "types",
    description = "The types that the dump has records of: dynamic types of interface tables.",
    footer = {"", "Example: godump types heap.dump"})
final class TypesCommand extends OneDumpCommand {
  @Override
  Report answer(Heap heap) {
    return Listings.types(heap.graph().process());
  }
}
