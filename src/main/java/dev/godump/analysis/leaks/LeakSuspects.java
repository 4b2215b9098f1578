package dev.godump.analysis.leaks;

import dev.godump.analysis.Retainers;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.DominatorChildren;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.paths.RootPaths;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.HeapTypes;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntCollection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Lists the parts of a heap that retain more than a threshold and look like leaks. */
public final class LeakSuspects {
  private static final int NONE = ObjectTable.NONE;

  private final HeapGraph graph;
  private final DominatorTree tree;
  private final DominatorChildren children;
  private final long threshold;
  private final LeakCauses causes;

  /** Finds the types of some objects. */
  @FunctionalInterface
  public interface TypeLookup {
    HeapTypes typesOf(IntCollection objects) throws IOException;
  }

  private LeakSuspects(HeapGraph graph, DominatorTree tree, long threshold, TypeLookup types) {
    this.graph = graph;
    this.tree = tree;
    this.children = new DominatorChildren(tree);
    this.threshold = Math.max(1, threshold);
    this.causes = new LeakCauses(graph, tree, types);
  }

  /**
   * Returns all suspects, those that retain most first.
   *
   * @param threshold bytes that a suspect retains at least
   * @param types finds the types of the objects whose cause depends on them
   */
  public static List<LeakSuspect> of(
      HeapGraph graph, DominatorTree tree, long threshold, TypeLookup types) throws IOException {
    return new LeakSuspects(graph, tree, threshold, types).suspects();
  }

  private List<LeakSuspect> suspects() throws IOException {
    List<LeakCandidate> candidates =
        new ArrayList<>(new LeakSearch(graph, tree, children, threshold).candidates());
    candidates.sort(Comparator.comparingLong(LeakCandidate::retained).reversed());
    List<LeakSuspect> suspects = new ArrayList<>();
    for (LeakCandidate candidate : candidates) {
      suspects.add(suspect(candidate));
    }
    return List.copyOf(suspects);
  }

  private LeakSuspect suspect(LeakCandidate candidate) throws IOException {
    int object = tree.object(candidate.node());
    return new LeakSuspect(
        candidate.kind(),
        candidate.retained(),
        countObjects(candidate),
        object == NONE ? OptionalInt.empty() : OptionalInt.of(object),
        ownerOf(candidate.node()),
        candidate.similar(),
        candidate.structure(),
        path(
            object == NONE
                ? candidate.similar().map(SimilarObjects::example).orElse(NONE)
                : object),
        causes.causeOf(candidate));
  }

  private Optional<Retainers.Path> path(int end) {
    return end == NONE
        ? Optional.empty()
        : Optional.of(Retainers.shortestPath(graph, RootPaths.to(graph, end), end));
  }

  /** The outermost owner of roots that dominates a node; a frame only if no other owner does. */
  private int ownerOf(int node) {
    int owner = RootOwners.NONE;
    for (int at = node; at != DominatorTree.ROOT; at = tree.dominator(at)) {
      if (tree.owner(at) != RootOwners.NONE) {
        owner = tree.owner(at);
        if (tree.owners().kind(owner) != RootOwners.Kind.FRAME) {
          return owner;
        }
      }
    }
    return owner;
  }

  /** The number of objects that would be garbage without a candidate. */
  private long countObjects(LeakCandidate candidate) {
    if (candidate.node() != DominatorTree.ROOT) {
      return countDominated(candidate.node());
    }
    // a group of similar objects that several roots keep alive
    int shape = candidate.similar().orElseThrow().shape();
    long count = 0;
    int child = children.first(DominatorTree.ROOT);
    for (; child != 0; child = children.next(child)) {
      int object = tree.object(child);
      if (object != NONE && graph.shapeIndex(object) == shape && tree.retained(child) < threshold) {
        count += countDominated(child);
      }
    }
    return count;
  }

  /** The number of objects that a node dominates, itself included. */
  private long countDominated(int node) {
    long count = 0;
    IntArrayList pending = IntArrayList.of(node);
    while (!pending.isEmpty()) {
      int at = pending.popInt();
      count += tree.object(at) != NONE ? 1 : 0;
      children.forEach(at, pending::add);
    }
    return count;
  }
}
