package dev.godump.cli;

import dev.godump.analysis.RootPlace;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;
import dev.godump.report.Listings;
import dev.godump.report.Report;
import java.util.function.IntPredicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "roots",
    description = "The pointers into objects that keep the heap alive: globals, stacks, finalizers, ….",
    footer = {"", "Examples:", "  godump roots heap.dump", "  godump roots --kind frame --goroutine 18 heap.dump"})
final class RootsCommand extends GraphCommand {
  @Parameters(paramLabel = "DUMP", description = "The heap dump.")
  private String dump;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only data, bss, frame, finalizer, 'queued finalizer', 'goroutine start', defer, panic or other.")
  private String kind;

  @Option(names = "--goroutine", paramLabel = "ID", description = "Only those of this goroutine.")
  private Long goroutine;

  @Override
  String dump() {
    return dump;
  }

  @Override
  Report answer(HeapGraph graph) throws OperandException {
    if (kind != null && !Listings.rootKinds().contains(kind)) {
      throw new OperandException("no kind of root is called '" + kind + "'; there are " + String.join(", ", Listings.rootKinds()));
    }
    IntPredicate wanted = root -> kind == null || graph.roots().kind(root).label().equals(kind);
    if (goroutine != null) {
      wanted = wanted.and(root -> RootPlace.of(graph, root).goroutine() == goroutine);
    }
    return Listings.roots(graph, wanted);
  }
}
