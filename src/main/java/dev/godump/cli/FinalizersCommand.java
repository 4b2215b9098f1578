package dev.godump.cli;

import dev.godump.analysis.CleanupGroups;
import dev.godump.analysis.FinalizerRetention;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.report.FinalizersReport;
import dev.godump.report.Listings;
import dev.godump.report.ObjectText;
import dev.godump.report.text.Report;
import dev.godump.types.HeapTypes;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "finalizers",
    description =
        "List finalizers, registered and queued, and inferred cleanups (Go 1.24 and later).",
    footer = {"", "Example: godump finalizers heap.dump"})
final class FinalizersCommand extends OneDumpCommand {
  @Mixin private TopOption top;

  @Override
  Report answer(Heap heap) throws IOException {
    CleanupGroups cleanups = CleanupGroups.of(heap);
    IntArrayList shown = new IntArrayList();
    for (CleanupGroups.Group group : cleanups.groups()) {
      shown.add(group.example());
      if (group.argument() != ObjectTable.NONE) {
        shown.add(group.argument());
      }
    }
    HeapTypes types = heap.types(shown);
    return new FinalizersReport(
        heap.graph(),
        Listings.finalizers(
                heap.graph(),
                heap.reachability(),
                new FinalizerRetention(heap.graph(), heap.tree()),
                heap.program())
            .limit(top.limit(output())),
        cleanups,
        new ObjectText(heap.graph(), types, heap.program()));
  }
}
