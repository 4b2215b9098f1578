package dev.godump.analysis.leaks;

import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.GoroutineObjects;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.layout.RecognizedStructure;
import dev.godump.types.layout.StructureRecognizer;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether the goroutines of a group are blocked for ever: each waits on channels, by its
 * sudogs, and nothing outside the group reaches any of these channels. As all goroutines of the
 * group wait in the same way, none of them serves another.
 */
final class BlockedGroup {
  private static final Set<String> CHANNEL_STATES = Set.of("chan send", "chan receive", "select");

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
  Optional<LeakCause> waitsInVain(int node) throws IOException {
    RootOwners.Owner group = tree.owners().get(tree.owner(node));
    Goroutine first = graph.process().goroutines().get(group.index());
    boolean onChannels = CHANNEL_STATES.contains(first.state());
    if (!onChannels || !first.isWaiting()) {
      return Optional.empty();
    }
    GoroutineObjects goroutineObjects = tree.owners().goroutineObjects();
    IntOpenHashSet enclosed = new IntOpenHashSet();
    for (int member : members(group)) {
      boolean waits = false;
      for (int sudog : goroutineObjects.waitRecords(member)) {
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
    return Optional.of(new LeakCause.BlockedForever(first.state()));
  }

  /** Indexes of the goroutines of an owner: a group or a single goroutine. */
  private IntArrayList members(RootOwners.Owner group) {
    IntArrayList members = new IntArrayList();
    if (group.kind() == RootOwners.Kind.GOROUTINES) {
      group.children().forEach(child -> members.add(tree.owners().get(child).index()));
    } else {
      members.add(group.index());
    }
    return members;
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
