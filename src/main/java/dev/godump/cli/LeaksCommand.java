package dev.godump.cli;

import dev.godump.analysis.leaks.KeptSuspects;
import dev.godump.analysis.leaks.LeakSuspect;
import dev.godump.analysis.leaks.LeakSuspects;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.report.LeaksReport;
import dev.godump.report.ObjectText;
import dev.godump.report.text.Report;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "leaks",
    description =
        "Find possible leaks: the variables, objects and goroutines that retain most, with the likely cause.",
    footer = {"", "Example: godump leaks --threshold 5 heap.dump"})
final class LeaksCommand extends OneDumpCommand {
  private static final int DEFAULT_THRESHOLD = KeptSuspects.USUAL_PERCENT;

  @Option(
      names = "--threshold",
      paramLabel = "P",
      defaultValue = "" + DEFAULT_THRESHOLD,
      converter = PercentConverter.AboveZero.class,
      description =
          "Show what retains at least P percent of the live heap (and at least 32 KiB). Default: ${DEFAULT-VALUE}.")
  private double threshold;

  @Override
  Report answer(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    Operands.requireRoots(graph);
    DominatorTree tree = heap.treeWithTypes();
    List<LeakSuspect> suspects =
        threshold == DEFAULT_THRESHOLD
            ? KeptSuspects.of(heap)
            : LeakSuspects.of(heap, KeptSuspects.bytes(tree, threshold));
    return new LeaksReport(
        graph,
        new ObjectText(graph, heap.types(shownObjects(suspects)), heap.program()),
        tree,
        suspects,
        threshold,
        sameFiles());
  }

  private static IntArrayList shownObjects(List<LeakSuspect> suspects) {
    IntArrayList shown = new IntArrayList();
    for (LeakSuspect suspect : suspects) {
      suspect.similar().ifPresent(similar -> shown.add(similar.example()));
      suspect.path().ifPresent(path -> path.steps().forEach(step -> shown.add(step.object())));
    }
    return shown;
  }
}
