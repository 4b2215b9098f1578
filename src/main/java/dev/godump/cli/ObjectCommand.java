package dev.godump.cli;

import dev.godump.analysis.Heap;
import dev.godump.analysis.DominatorTree;
import dev.godump.analysis.ObjectDetails;
import dev.godump.analysis.Reachability;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;
import dev.godump.report.ObjectReport;
import dev.godump.report.ObjectText;
import dev.godump.report.Report;
import dev.godump.types.HeapTypes;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "object",
    description = "All that is known of one object.",
    footer = {"", "Example: godump object --hex 0xc000123456 heap.dump"})
final class ObjectCommand extends GraphCommand {
  /** More bytes than anybody reads as text, and than an array holds. */
  private static final int MOST_HEX = 1 << 26;

  @Parameters(
      index = "0",
      paramLabel = "ADDRESS",
      converter = AddressConverter.class,
      description = "Address of the object or of something inside it, in hexadecimal.")
  private long address;

  @Parameters(index = "1", paramLabel = "DUMP", description = "The heap dump.")
  private String dump;

  @Option(names = "--hex", description = "Its bytes, too. They can hold secrets of the process.")
  private boolean hex;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Pointers and referrers that text shows, 0 for all; JSON has all. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Override
  String dump() {
    return dump;
  }

  @Override
  Report answer(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    Operands.requireCount("--limit", limit);
    int object = Operands.object(graph, address);
    DominatorTree tree = heap.tree();
    Reachability reachability = heap.reachability();
    HeapTypes types = heap.types();
    ObjectDetails details = ObjectDetails.of(heap, types.of(object), object);
    Optional<byte[]> bytes = hex ? Optional.of(bytes(graph, object)) : Optional.empty();
    return new ObjectReport(
        graph, new ObjectText(graph, types), reachability, tree, address, details, bytes, limit, heap.program());
  }

  private static byte[] bytes(HeapGraph graph, int object) throws IOException {
    if (graph.objects().size(object) > MOST_HEX) {
      throw new OperandException(
          "--hex shows objects of up to 64 MiB; this one has " + graph.objects().size(object) + " bytes");
    }
    return graph.bytes(object);
  }
}
