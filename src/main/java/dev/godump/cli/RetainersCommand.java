package dev.godump.cli;

import dev.godump.analysis.Reachability;
import dev.godump.analysis.Retainers;
import dev.godump.graph.HeapGraph;
import dev.godump.report.ObjectText;
import dev.godump.report.Report;
import dev.godump.report.RetainersReport;
import dev.godump.types.ObjectTypes;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "retainers",
    description = "What keeps an object alive: paths from roots, and all that points at it.",
    footer = {"", "Example: godump retainers 0xc000123456 heap.dump"})
final class RetainersCommand extends GraphCommand {
  @Parameters(
      index = "0",
      paramLabel = "ADDRESS",
      converter = AddressConverter.class,
      description = "Address of the object or of something inside it, in hexadecimal.")
  private long address;

  @Parameters(index = "1", paramLabel = "DUMP", description = "The heap dump.")
  private String dump;

  @Option(
      names = "--paths",
      paramLabel = "N",
      defaultValue = "5",
      description = "Paths to show, each with another last step before the object. Default: ${DEFAULT-VALUE}.")
  private int paths;

  @Option(
      names = "--depth",
      paramLabel = "N",
      defaultValue = "1",
      description = "Levels of the tree of referrers. Default: ${DEFAULT-VALUE}.")
  private int depth;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Referrers that text shows, 0 for all; JSON and CSV have all. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Override
  String dump() {
    return dump;
  }

  @Override
  Report answer(HeapGraph graph) throws IOException {
    int object = Operands.object(graph, address);
    Reachability reachability = Reachability.of(graph);
    Retainers retainers =
        Retainers.of(graph, reachability, object, Math.max(0, paths), Math.max(1, Math.min(depth, 1000)));
    ObjectText objects = new ObjectText(graph, ObjectTypes.of(graph));
    return new RetainersReport(graph, objects, reachability, address, retainers, limit);
  }
}
