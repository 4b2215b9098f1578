package dev.godump.cli;

import dev.godump.graph.RecordSummary;
import dev.godump.heap.Heap;
import dev.godump.report.record.MemStatsReport;
import dev.godump.report.text.Report;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "memstats",
    description = "Show runtime.MemStats at the time of the dump.",
    footer = {"", "Example: godump memstats heap.dump"})
final class MemStatsCommand extends OneDumpCommand {
  @Override
  Report answer(Heap heap) throws IOException {
    return report(RecordSummary.of(heap.graph()));
  }

  @Override
  Optional<RecordAnswer> recordAnswer() {
    return Optional.of(MemStatsCommand::report);
  }

  private static Report report(RecordSummary records) throws IOException {
    return records
        .memStats()
        .map(MemStatsReport::new)
        .orElseThrow(() -> new IOException("the dump was truncated before its memory statistics"));
  }

  @Override
  boolean namesTypes() {
    return false;
  }
}
