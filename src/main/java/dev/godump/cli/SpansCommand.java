package dev.godump.cli;

import dev.godump.analysis.spans.SlotWaste;
import dev.godump.analysis.spans.Spans;
import dev.godump.heap.Heap;
import dev.godump.report.SpansReport;
import dev.godump.report.text.Report;
import dev.godump.report.text.RowLimit;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "spans",
    description = {
      "Show what the heap in use has besides objects: free slots, nearly empty spans, ends of spans.",
      "Spans are inferred from the addresses of objects and the size classes of Go 1.9 and later."
    },
    footer = {
      "",
      "Examples:",
      "  godump spans heap.dump",
      "  godump spans --by span --top 10 heap.dump",
      "  godump spans --exe server --by type heap.dump"
    })
final class SpansCommand extends OneDumpCommand {
  @Option(
      names = "--by",
      paramLabel = "WHAT",
      defaultValue = "size",
      description =
          "${COMPLETION-CANDIDATES}: size classes, single spans, --top ranges of neighbouring spans by address, or types whose values leave a part of their slots unused (needs --exe). Default: ${DEFAULT-VALUE}.")
  private SpansReport.By by;

  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      defaultValue = "free",
      description =
          "${COMPLETION-CANDIDATES}; the most first. Types are sorted by unused bytes, ranges by address. Default: ${DEFAULT-VALUE}.")
  private SpansReport.Sort sort;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      converter = MaxRows.Converter.class,
      description = "Rows to show, 0 for all. Default: ${DEFAULT-VALUE}.")
  private MaxRows top;

  @Mixin private OffsetOption offset;

  @Override
  Report answer(Heap heap) throws IOException {
    if (by == SpansReport.By.type && heap.program().isEmpty()) {
      throw new Errors.OperandException("types are known only with the executable: --exe");
    }
    String files = heap.program().isPresent() ? sameFiles() : "--exe PROGRAM " + dump();
    return new SpansReport(
        spansOf(heap),
        by == SpansReport.By.type ? SlotWaste.of(heap.graph(), heap.types()) : List.of(),
        by,
        sort,
        RowLimit.of("--top", top.rows()).after(offset.rows()),
        files);
  }

  /** Returns the spans of a heap, which are found once. */
  static Spans spansOf(Heap heap) throws IOException {
    return heap.once(Spans.class, () -> Spans.of(heap));
  }

  @Override
  boolean namesTypes() {
    return false;
  }
}
