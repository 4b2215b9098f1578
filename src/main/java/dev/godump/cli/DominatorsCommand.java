package dev.godump.cli;

import dev.godump.analysis.DominatingMaps;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorChain;
import dev.godump.heap.dominators.DominatorOutline;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.report.DominatorsReport;
import dev.godump.report.ObjectText;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Report;
import dev.godump.types.HeapTypes;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "dominators",
    description = "Show what retains most: the dominator tree, from the top or from one object.",
    footer = {
      "",
      "Examples:",
      "  godump dominators heap.dump",
      "  godump dominators --holders --depth 3 heap.dump",
      "  godump dominators 0xc000123456 heap.dump",
      "  godump dominators --exe server main.cache heap.dump"
    })
final class DominatorsCommand extends OptionalOperandCommand {
  private static final int DEFAULT_DEPTH = 4;
  private static final int DEFAULT_DEPTH_OF_LARGEST = 30;

  /** The most objects in a chain of dominators to look up types for. */
  private static final int MAX_TYPED = 10_000;

  @Parameters(
      index = "0..1",
      arity = "1..2",
      paramLabel = "[OBJECT] DUMP",
      hideParamSyntax = true,
      description =
          "The heap dump, and the object to start from, if any, in either order. "
              + ObjectOperand.HELP)
  private List<String> operands;

  @Option(
      names = "--depth",
      paramLabel = "N",
      converter = DepthConverter.class,
      description =
          "Show N levels, at most 400; in text, a map is one level. Default: "
              + DEFAULT_DEPTH
              + ", or "
              + DEFAULT_DEPTH_OF_LARGEST
              + " with --max-nodes.")
  private @Nullable Integer levels;

  @Option(
      names = "--min-percent",
      paramLabel = "P",
      defaultValue = "1",
      converter = PercentConverter.AboveZero.class,
      description =
          "Show what retains at least P percent of the live heap. Default: ${DEFAULT-VALUE}.")
  private double minPercent;

  @Option(
      names = "--max-nodes",
      paramLabel = "N",
      converter = MaxRows.Converter.class,
      description =
          "Show the N nodes that retain most, 0 for all, however small their shares: in place of --min-percent.")
  private @Nullable MaxRows maxNodes;

  @Option(
      names = "--holders",
      description = "Include the owners of roots as nodes: variables, goroutines and frames.")
  private boolean holders;

  @Override
  List<String> operands() {
    return operands;
  }

  @Override
  Report answer(Heap whole) throws IOException {
    Operands.requireRoots(whole.graph());
    OptionalInt object = OptionalInt.empty();
    if (operand().isPresent()) {
      ObjectOperand named = new ObjectOperand(whole, operand().get());
      object = OptionalInt.of(named.object());
      named.note().ifPresent(streams()::say);
    }
    whole.treeWithTypes();
    Heap heap =
        object.isPresent()
            ? Operands.holding(whole, object.getAsInt(), operand().orElseThrow())
            : whole;
    HeapGraph graph = heap.graph();
    DominatorTree tree = heap.tree();
    int top = object.isPresent() ? tree.node(object.getAsInt()) : DominatorTree.ROOT;
    int depth =
        levels != null ? levels : maxNodes == null ? DEFAULT_DEPTH : DEFAULT_DEPTH_OF_LARGEST;
    DominatorOutline.Entry outline =
        outline(graph, tree, top, output().isForReading() ? depth * DominatingMaps.LEVELS : depth);
    HeapTypes types = heap.types(shownObjects(tree, outline, object));
    return new DominatorsReport(
        graph,
        new ObjectText(graph, types, heap.program()),
        tree,
        outline,
        object,
        maxNodes == null
            ? "each under " + Amounts.number(minPercent) + "%"
            : "each smaller (--max-nodes shows more)",
        new DominatingMaps(tree, types, depth),
        whole.unrecorded().parts().keptByCleanups());
  }

  private DominatorOutline.Entry outline(HeapGraph graph, DominatorTree tree, int top, int depth) {
    if (maxNodes == null) {
      long minBytes = (long) Math.ceil(tree.liveBytes() * minPercent / 100);
      return DominatorOutline.of(graph, tree, top, depth, minBytes, holders);
    }
    int most = maxNodes.rows() == 0 ? Integer.MAX_VALUE : maxNodes.rows();
    return DominatorOutline.ofLargest(graph, tree, top, depth, most, holders);
  }

  private static IntArrayList shownObjects(
      DominatorTree tree, DominatorOutline.Entry outline, OptionalInt object) {
    IntArrayList shown = new IntArrayList();
    addObjects(tree, outline, shown);
    object.ifPresent(
        id ->
            DominatorChain.of(tree, id).dominators().stream()
                .limit(MAX_TYPED)
                .filter(dominator -> dominator.object() != ObjectTable.NONE)
                .forEach(dominator -> shown.add(dominator.object())));
    return shown;
  }

  private static void addObjects(
      DominatorTree tree, DominatorOutline.Entry entry, IntArrayList shown) {
    if (tree.object(entry.node()) != ObjectTable.NONE) {
      shown.add(tree.object(entry.node()));
    }
    entry.children().forEach(child -> addObjects(tree, child, shown));
  }
}
