package dev.godump.cli;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.RecordSummary;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.histogram.AllocationSites;
import dev.godump.heap.histogram.AllocationSites.Site;
import dev.godump.report.record.MemProfReport;
import dev.godump.report.text.Report;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "memprof",
    description = "Show the allocation profile: call stacks by bytes in use.",
    footer = {"", "Example: godump memprof --top 5 heap.dump"})
final class MemProfCommand extends OneDumpCommand {
  @Mixin private TopOption top;

  @Option(
      names = "--live",
      description = "Count live objects, which takes the whole graph of the dump.")
  private boolean live;

  @Override
  Report answer(Heap heap) {
    HeapGraph graph = heap.graph();
    if (!live) {
      return report(RecordSummary.of(graph));
    }
    Reachability reachability = heap.reachability();
    boolean complete = graph.loadResult().outcome().isComplete();
    return report(AllocationSites.of(graph, reachability), reachability.isKnown(), complete);
  }

  @Override
  Optional<RecordAnswer> recordAnswer() {
    return live ? Optional.empty() : Optional.of(this::report);
  }

  private Report report(RecordSummary records) {
    return report(AllocationSites.of(records), false, records.complete());
  }

  private Report report(List<Site> sites, boolean livenessKnown, boolean complete) {
    List<Site> shown = top.limit(output()).cut(sites);
    return new MemProfReport(shown, sites.size() - shown.size(), livenessKnown, complete);
  }

  @Override
  boolean namesTypes() {
    return false;
  }
}
