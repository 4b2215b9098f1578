package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.histogram.AllocationSites;
import dev.godump.heap.histogram.AllocationSites.Site;
import dev.godump.report.MemProfReport;
import dev.godump.report.text.Report;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "memprof",
    description = "The allocation profile: call stacks by bytes in use.",
    footer = {"", "Example: godump memprof --top 5 heap.dump"})
final class MemProfCommand extends OneDumpCommand {
  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      converter = MaxRows.Converter.class,
      description = "Stacks to show, 0 for all. Default: ${DEFAULT-VALUE}.")
  private MaxRows top;

  @Override
  Report answer(Heap heap) throws OperandException {
    HeapGraph graph = heap.graph();
    Reachability reachability = heap.reachability();
    List<Site> sites = AllocationSites.of(graph, reachability);
    List<Site> shown = top.firstOf(sites);
    return new MemProfReport(
        shown,
        sites.size() - shown.size(),
        reachability.isKnown(),
        graph.loadResult().outcome().isComplete());
  }
}
