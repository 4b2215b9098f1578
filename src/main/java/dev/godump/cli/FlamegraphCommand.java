package dev.godump.cli;

import dev.godump.analysis.stacks.FlameGraph;
import dev.godump.analysis.stacks.GrownStacks;
import dev.godump.analysis.stacks.HeapStacks.Stack;
import dev.godump.analysis.stacks.HeapStacks.StackKind;
import dev.godump.analysis.stacks.KeptStacks;
import dev.godump.cli.Errors.OperandException;
import dev.godump.heap.Heap;
import dev.godump.heap.paths.TypePattern;
import dev.godump.report.FlameGraphReport;
import dev.godump.report.text.Report;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "flamegraph",
    description = {
      "Merge what keeps the live objects alive into a tree: a flame graph as an outline.",
      "The same stacks as those of godump export pprof; recursive types are folded."
    },
    footer = {
      "",
      "Examples:",
      "  godump flamegraph heap.dump",
      "  godump flamegraph --inverted --exe server heap.dump",
      "  godump flamegraph --by dominators --max-nodes 100 --json heap.dump",
      "  godump flamegraph --exe server --since before.dump after.dump"
    })
final class FlamegraphCommand extends OneDumpCommand {
  /** What leads to an object. */
  enum Stacks {
    paths(StackKind.PATH),
    dominators(StackKind.DOMINATOR),
    goroutines(StackKind.GOROUTINE),
    sites(StackKind.ALLOC);

    private final StackKind kind;

    Stacks(StackKind kind) {
      this.kind = kind;
    }
  }

  /** The size of a node. */
  enum Weight {
    bytes(FlameGraph.Weight.BYTES),
    objects(FlameGraph.Weight.OBJECTS);

    private final FlameGraph.Weight weight;

    Weight(FlameGraph.Weight weight) {
      this.weight = weight;
    }
  }

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      defaultValue = "paths",
      description =
          "What leads to an object: ${COMPLETION-CANDIDATES}: the shortest path from a root, its dominators, the shortest path after the calls of a goroutine, or the calls that allocated it (sampled objects only). Default: ${DEFAULT-VALUE}.")
  private Stacks by;

  @Option(
      names = "--weight",
      paramLabel = "WEIGHT",
      defaultValue = "bytes",
      description = "The size of a node: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Weight weight;

  @Option(
      names = "--inverted",
      description = "Start at the types of the objects and go up to what keeps them alive.")
  private boolean inverted;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      converter = TypePatternConverter.class,
      description =
          "Show what objects of this type lead to, or with --inverted what keeps them alive. "
              + TypePatternConverter.HELP)
  private @Nullable TypePattern type;

  @Option(
      names = "--since",
      paramLabel = "BEFORE",
      description = "Show what grew since an earlier dump of the program, and only by how much.")
  private @Nullable String since;

  @Mixin private MaxNodesOption maxNodes;

  /** Whether the earlier dump is being read. */
  private boolean readsEarlier;

  private @Nullable Earlier earlier;

  /**
   * What was before.
   *
   * @param typed whether the executable gave its types
   */
  private record Earlier(List<Stack> stacks, boolean typed) {}

  @Override
  public String dump() {
    return readsEarlier && since != null ? since : super.dump();
  }

  /** One dump is read after the other, so memory for one is enough. */
  @Override
  public Integer call() throws IOException {
    if (since != null) {
      readsEarlier = true;
      earlier =
          askOnly(
              (heap, warnings, streams) -> {
                warnings.forEach(warning -> streams().warn(since + ": " + warning));
                return new Earlier(stacks(heap), heap.hasProgramTypes());
              });
      readsEarlier = false;
    }
    return super.call();
  }

  private List<Stack> stacks(Heap heap) throws IOException {
    Operands.requireRoots(heap.graph());
    return heap.kept(new KeptStacks(heap, by.kind));
  }

  @Override
  Report answer(Heap heap) throws IOException {
    if (type != null && by == Stacks.sites) {
      throw new OperandException(
          "--type selects objects by type, which calls don't have: leave out --by sites");
    }
    if (type != null) {
      TypeSelection.requireKnown(heap.types(), type);
    }
    FlameGraph.Shown shown =
        new FlameGraph.Shown(
            weight.weight,
            inverted,
            Optional.ofNullable(type),
            maxNodes.nodes(output()),
            Output.MAX_TREE_DEPTH);
    List<Stack> stacks = stacks(heap);
    if (earlier == null) {
      return report(stacks, shown, Optional.empty());
    }
    if (earlier.typed() != heap.hasProgramTypes()) {
      throw new OperandException(
          "types of one of the dumps are unknown, and don't compare: add --exe PROGRAM or --no-exe");
    }
    long shrank = FlameGraph.of(GrownStacks.between(stacks, earlier.stacks()), shown).value();
    return report(
        GrownStacks.between(earlier.stacks(), stacks),
        shown,
        Optional.of(new FlameGraphReport.Since(String.valueOf(since), shrank)));
  }

  private FlameGraphReport report(
      List<Stack> stacks, FlameGraph.Shown shown, Optional<FlameGraphReport.Since> compared) {
    return new FlameGraphReport(
        by.name(), weight.weight, inverted, compared, FlameGraph.of(stacks, shown));
  }
}
