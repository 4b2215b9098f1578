package dev.godump.cli;

import dev.godump.analysis.Heap;
import dev.godump.analysis.Histogram;
import dev.godump.analysis.Histogram.Row;
import dev.godump.analysis.Histogram;
import dev.godump.analysis.Reachability;
import dev.godump.report.HistogramReport;
import dev.godump.report.Report;
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
    type(Histogram.By.TYPE),
    // a word that Java keeps for itself
    package_(Histogram.By.PACKAGE) {
      @Override
      public String toString() {
        return "package";
      }
    },
    shape(Histogram.By.SHAPE),
    size(Histogram.By.SIZE),
    site(Histogram.By.SITE),
    root(Histogram.By.ROOT);

    private final Histogram.By by;

    By(Histogram.By by) {
      this.by = by;
    }
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
  Report answer(Heap heap) throws IOException {
    Histogram histogram = heap.histogram(by.by);
    List<Row> rows = histogram.rows().stream().sorted(sort.order).toList();
    List<Row> shown = top(rows, top);
    return new HistogramReport(shown, histogram.total(), rows.size() - shown.size(), Reachability.known(heap.graph()));
  }
}
