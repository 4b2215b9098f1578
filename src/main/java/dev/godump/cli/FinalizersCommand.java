package dev.godump.cli;

import dev.godump.analysis.CleanupGroups;
import dev.godump.analysis.FinalizerGroups;
import dev.godump.analysis.FinalizerRetention;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.report.FinalizersReport;
import dev.godump.report.Listings;
import dev.godump.report.ObjectText;
import dev.godump.report.text.Report;
import dev.godump.report.text.TableReport;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "finalizers",
    description =
        "List finalizers, registered and queued, and inferred cleanups (Go 1.24 and later).",
    footer = {"", "Example: godump finalizers heap.dump"})
final class FinalizersCommand extends OneDumpCommand {
  @Option(names = "--all", description = "List each finalizer. Default: one row for similar ones.")
  private boolean all;

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
    FinalizerRetention retention = new FinalizerRetention(heap.graph(), heap.tree());
    List<FinalizerGroups.Group> groups =
        all
            ? List.of()
            : FinalizerGroups.of(heap.graph(), heap.unrecorded().withStackVariables(), retention);
    for (FinalizerGroups.Group group : groups) {
      int object = heap.graph().objects().find(group.example().object());
      if (object != ObjectTable.NONE) {
        shown.add(object);
      }
    }
    ObjectText objects = new ObjectText(heap.graph(), heap.types(shown), heap.program());
    TableReport finalizers =
        all
            ? Listings.finalizers(
                heap.graph(), heap.unrecorded().withStackVariables(), retention, heap.program())
            : Listings.finalizerGroups(heap.graph(), groups, objects);
    return new FinalizersReport(
        heap.graph(), finalizers.limit(top.limit(output())), cleanups, objects);
  }
}
