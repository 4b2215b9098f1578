package dev.godump.analysis.leaks;

import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.GoroutineObjects;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.layout.RecognizedStructure;
import dev.godump.types.layout.StructureRecognizer;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.util.Optional;

/**
 * Decides whether the goroutines of a group are blocked for ever: each waits on channels, by its
 * sudogs, and nothing outside the group reaches any of these channels. As all goroutines of the
 * group wait in the same way, none of them serves another.
 */
final class BlockedGroup {
  private final HeapGraph graph;
  private final DominatorTree tree;
  private final StructureRecognizer structures;

  BlockedGroup(HeapGraph graph, DominatorTree tree, StructureRecognizer structures) {
    this.graph = graph;
    this.tree = tree;
    this.structures = structures;
  }

  /**
   * What the goroutines of a group wait for in vain; empty if they may go on.
   *
   * @param node of the group in the dominator tree
   */
  Optional<LeakCause.Pattern> waitsInVain(int node) throws IOException {
    RootOwners.Owner group = tree.owners().get(tree.owner(node));
    Goroutine first = graph.process().goroutines().get(group.index());
    Optional<LeakCause.Pattern> pattern =
        switch (first.state()) {
          case "chan send" -> Optional.of(LeakCause.Pattern.NOBODY_RECEIVES);
          case "chan receive" -> Optional.of(LeakCause.Pattern.NOBODY_SENDS);
          case "select" -> Optional.of(LeakCause.Pattern.NOBODY_SELECTS);
          default -> Optional.empty();
        };
    if (pattern.isEmpty() || !first.isWaiting()) {
      return Optional.empty();
    }
    GoroutineObjects goroutineObjects = tree.owners().goroutineObjects();
    IntOpenHashSet enclosed = new IntOpenHashSet();
    for (int member : group.children()) {
      boolean waits = false;
      for (int sudog : goroutineObjects.waitRecords(tree.owners().get(member).index())) {
        int channel = channelOf(sudog);
        if (channel < 0 || (!enclosed.contains(channel) && !isBelow(channel, node))) {
          return Optional.empty();
        }
        enclosed.add(channel);
        waits = true;
      }
      if (!waits) {
        return Optional.empty();
      }
    }
    return pattern;
  }

  /** The channel that a sudog points at, or -1. */
  private int channelOf(int sudog) throws IOException {
    for (long e = graph.edges().first(sudog); e >= 0; e = graph.edges().next(e)) {
      int target = graph.edges().target(e);
      Optional<RecognizedStructure> found = structures.recognize(target);
      if (found.isPresent() && found.get().kind() == RecognizedStructure.Kind.CHANNEL) {
        return target;
      }
    }
    return -1;
  }

  private boolean isBelow(int object, int node) {
    int at = tree.node(object);
    while (at > node) {
      at = tree.dominator(at);
    }
    return at == node;
  }
}
