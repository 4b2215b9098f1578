package dev.godump.cli;

import dev.godump.analysis.waste.Waste;
import dev.godump.analysis.waste.Waste.Kind;
import dev.godump.analysis.waste.WasteSearch;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.Reachability;
import dev.godump.report.WasteReport;
import dev.godump.report.text.Report;
import dev.godump.types.inference.InferredTypes;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "waste",
    description =
        "Find wasted memory: duplicates, unused capacity, large arrays kept for a small part, padding.",
    footer = {
      "",
      "Examples:",
      "  godump waste --exe server heap.dump",
      "  godump waste --kind map-capacity --kind empty-map --top 0 --exe server heap.dump"
    })
final class WasteCommand extends OneDumpCommand {
  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only this kind: ${COMPLETION-CANDIDATES}. Can be repeated.",
      completionCandidates = Labels.class)
  private List<String> kinds = List.of();

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "5",
      converter = MaxRows.Converter.class,
      description = "Show at most N rows per kind, 0 for all. Default: ${DEFAULT-VALUE}.")
  private MaxRows top;

  @Override
  boolean readsBytes() {
    return true;
  }

  @Override
  Report answer(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    Set<Kind> requested = Operands.labelled("kind of waste", kinds, Kind.class, Kind::label);
    InferredTypes types = heap.inferred();
    Reachability reachability = heap.reachability();
    Waste waste =
        WasteSearch.of(
            graph,
            types,
            id -> !reachability.isKnown() || reachability.isLive(id),
            requested,
            top.rows());
    return new WasteReport(
        waste, heap.program().isPresent(), heap.unrecorded().parts().keptByCleanups());
  }

  /** The labels that {@code --kind} can take. */
  static final class Labels implements Iterable<String> {
    private static final List<String> ALL = Arrays.stream(Kind.values()).map(Kind::label).toList();

    @Override
    public Iterator<String> iterator() {
      return ALL.iterator();
    }
  }

  @Override
  boolean namesTypes() {
    return false;
  }
}
