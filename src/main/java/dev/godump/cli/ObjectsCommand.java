package dev.godump.cli;

import dev.godump.analysis.Reachability;
import dev.godump.graph.HeapGraph;
import dev.godump.report.ObjectText;
import dev.godump.report.ObjectsReport;
import dev.godump.report.Report;
import dev.godump.types.ObjectTypes;
import java.io.IOException;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "objects",
    description = "All objects in address order, a line each.",
    footer = {
      "",
      "Examples:",
      "  godump objects --min-size 1MiB heap.dump",
      "  godump objects --dead --short heap.dump | head",
      "  godump objects --format csv heap.dump > objects.csv"
    })
final class ObjectsCommand extends GraphCommand {
  @Parameters(paramLabel = "DUMP", description = "The heap dump.")
  private String dump;

  @Option(names = "--min-size", paramLabel = "BYTES", converter = BytesConverter.class, description = "Only objects of this size and larger, such as 512 or 64KiB.")
  private Long minSize;

  @Option(names = "--max-size", paramLabel = "BYTES", converter = BytesConverter.class, description = "Only objects of this size and smaller.")
  private Long maxSize;

  @ArgGroup private Liveness liveness;

  /** One or the other. */
  static final class Liveness {
    @Option(names = "--live", description = "Only objects that a root leads to.")
    private boolean live;

    @Option(names = "--dead", description = "Only objects that no root leads to.")
    private boolean dead;
  }

  @Option(names = "--type", paramLabel = "REGEX", description = "Only objects whose type is known and its name has a match.")
  private Pattern type;

  @Option(names = "--short", description = "In text, bare addresses, one to a line.")
  private boolean shortForm;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "0", description = "Stop after this many; 0 for all. Default: ${DEFAULT-VALUE}.")
  private long limit;

  @Override
  String dump() {
    return dump;
  }

  @Override
  Report answer(HeapGraph graph) throws IOException {
    Reachability reachability = Reachability.of(graph);
    if (liveness != null && !reachability.known()) {
      throw new IOException("which objects are live is unknown: the dump was cut before its roots");
    }
    ObjectTypes types = ObjectTypes.of(graph);
    IntPredicate wanted = wanted(graph, reachability, types);
    long most = limit <= 0 ? Long.MAX_VALUE : limit;
    Iterable<Integer> ids =
        () -> IntStream.range(0, graph.objects().count()).filter(wanted).limit(most).boxed().iterator();
    return new ObjectsReport(new ObjectText(graph, types), reachability, ids, shortForm);
  }

  private IntPredicate wanted(HeapGraph graph, Reachability reachability, ObjectTypes types) {
    IntPredicate wanted = id -> true;
    if (minSize != null) {
      wanted = wanted.and(id -> graph.objects().size(id) >= minSize);
    }
    if (maxSize != null) {
      wanted = wanted.and(id -> graph.objects().size(id) <= maxSize);
    }
    if (liveness != null) {
      wanted = wanted.and(id -> reachability.live(id) == liveness.live);
    }
    if (type != null) {
      wanted = wanted.and(id -> types.of(id).filter(t -> type.matcher(t.name()).find()).isPresent());
    }
    return wanted;
  }
}
