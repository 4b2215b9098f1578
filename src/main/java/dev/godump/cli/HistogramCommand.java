package dev.godump.cli;

import dev.godump.analysis.DominatorTree;
import dev.godump.analysis.Histogram.Row;
import dev.godump.analysis.Histogram;
import dev.godump.analysis.Reachability;
import dev.godump.graph.HeapGraph;
import dev.godump.report.HistogramReport;
import dev.godump.report.Report;
import dev.godump.types.HeapTypes;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "histogram",
    description = {
      "Objects counted by type where it is known, else by shape: size and pointer words.",
      "Or by the package of the type, by the line that allocated them as far as the profile sampled them, by",
      "the root (variable, goroutines of one stack) that alone keeps them alive."
    },
    footer = {
      "",
      "Examples:",
      "  godump histogram heap.dump",
      "  godump histogram --sort count --top 50 heap.dump",
      "  godump histogram --exe server --by package heap.dump"
    })
final class HistogramCommand extends OneDumpCommand {
  /** What objects are told apart by. */
  enum By {
    type,
    // a word that Java keeps for itself
    package_ {
      @Override
      public String toString() {
        return "package";
      }
    },
    shape,
    size,
    site,
    root
  }

  /** What rows are sorted by. */
  enum Sort {
    bytes(Comparator.comparingLong(Row::bytes).reversed()),
    count(Comparator.comparingLong(Row::count).reversed()),
    retained(Comparator.comparingLong(Row::retained).reversed()),
    live(Comparator.comparingLong(Row::liveBytes).reversed()),
    name(Comparator.comparing(Row::type));

    private final Comparator<Row> order;

    Sort(Comparator<Row> order) {
      this.order = order;
    }
  }

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      defaultValue = "type",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private By by;

  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      defaultValue = "bytes",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Sort sort;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "30",
      description = "Rows to show, 0 for all. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Override
  Report answer(HeapGraph graph) throws IOException {
    DominatorTree tree = DominatorTree.of(graph);
    Histogram histogram =
        switch (by) {
          case type -> Histogram.byType(graph, tree, HeapTypes.of(graph, program()));
          case package_ -> Histogram.byPackage(graph, tree, HeapTypes.of(graph, program()));
          case site -> Histogram.bySite(graph, tree);
          case root -> Histogram.byRoot(graph, tree, HeapTypes.of(graph, program()));
          case shape -> Histogram.byShape(graph, tree);
          case size -> Histogram.bySizeClass(graph, tree);
        };
    List<Row> rows = histogram.rows().stream().sorted(sort.order).toList();
    List<Row> shown = top(rows, top);
    return new HistogramReport(shown, histogram.total(), rows.size() - shown.size(), Reachability.known(graph));
  }
}
