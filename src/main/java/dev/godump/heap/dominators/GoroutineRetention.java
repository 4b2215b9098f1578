package dev.godump.heap.dominators;

import dev.godump.heap.roots.GoroutineGroups.Group;
import dev.godump.heap.roots.RootOwners;

/** The bytes that goroutines alone keep alive. */
public final class GoroutineRetention {
  private final DominatorTree tree;

  public GoroutineRetention(DominatorTree tree) {
    this.tree = tree;
  }

  /** Bytes that would be garbage without the goroutines of a group. */
  public long retainedBy(Group group) {
    int owner = tree.owners().ownerOfGoroutineGroup(group.indexes().getInt(0));
    return owner == RootOwners.NONE ? 0 : tree.retained(tree.nodeOfOwner(owner));
  }
}
