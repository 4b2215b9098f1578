package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.roots.RootOwners;
import dev.godump.report.Listings;
import dev.godump.report.RootText;
import dev.godump.report.text.Report;
import dev.godump.report.text.TableReport;
import dev.godump.types.program.RootNames;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "roots",
    description =
        "List what keeps the heap alive: variables, goroutines and finalizers, with the memory that each alone retains.",
    footer = {
      "",
      "Examples:",
      "  godump roots heap.dump",
      "  godump roots --all --kind frame --goroutine 18 heap.dump"
    })
final class RootsCommand extends OneDumpCommand {
  @Option(
      names = "--all",
      description = "List every root pointer, in file order, instead of their owners.")
  private boolean all;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only this kind: ${COMPLETION-CANDIDATES}.",
      completionCandidates = OwnerKinds.class)
  private @Nullable String kind;

  @Option(names = "--goroutine", paramLabel = "ID", description = "Only roots of this goroutine.")
  private @Nullable Long goroutine;

  @Mixin private TopOption top;

  @Override
  Report answer(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    if (kind != null && !OwnerKinds.LABELS.contains(kind)) {
      throw new OperandException(
          "unknown kind of root '"
              + kind
              + "'; expected one of "
              + String.join(", ", OwnerKinds.LABELS));
    }
    if (!all) {
      Operands.requireRoots(graph);
    }
    if (goroutine != null && graph.process().goroutine(goroutine).isEmpty()) {
      throw new OperandException("the dump has no goroutine " + goroutine);
    }
    RootOwners owners = RootOwners.of(graph);
    IntPredicate filter =
        owner ->
            (kind == null || owners.kind(owner).label().equals(kind))
                && belongsToGoroutine(graph, owners, owner);
    RootText roots =
        new RootText(graph, heap.program().map(p -> RootNames.of(graph, p)), heap.program());
    TableReport list =
        all
            ? Listings.roots(graph, roots, root -> filter.test(owners.ownerOfRoot(root)))
            : Listings.owners(
                graph,
                roots,
                heap.tree(),
                owner -> isListed(owners, owner) && filter.test(owner),
                heap.unrecorded().parts().keptByCleanups());
    return list.limit(top.limit(output()));
  }

  /**
   * Returns whether to list a root owner: frames and the goroutines of a group only if options name
   * them.
   */
  private boolean isListed(RootOwners owners, int owner) {
    return kind != null || goroutine != null || owners.parent(owner) == RootOwners.NONE;
  }

  private boolean belongsToGoroutine(HeapGraph graph, RootOwners owners, int owner) {
    if (goroutine == null) {
      return true;
    }
    for (int at = owner; at != RootOwners.NONE; at = owners.parent(at)) {
      if (owners.kind(at) == RootOwners.Kind.GOROUTINE
          && graph.process().goroutines().get(owners.get(at).index()).id() == goroutine) {
        return true;
      }
    }
    return false;
  }

  /** The labels that {@code --kind} can take. */
  static final class OwnerKinds implements Iterable<String> {
    private static final List<String> LABELS =
        Arrays.stream(RootOwners.Kind.values()).map(RootOwners.Kind::label).toList();

    @Override
    public Iterator<String> iterator() {
      return LABELS.iterator();
    }
  }
}
