package dev.godump.heap.dominators;

import dev.godump.heap.roots.GoroutineGroups.Group;

/** What goroutines hold that nothing else does. */
public final class GoroutineRetention {
  private final DominatorTree tree;

  public GoroutineRetention(DominatorTree tree) {
    this.tree = tree;
  }

  /** Bytes that only the goroutines of a group together hold. */
  public long retainedBy(Group group) {
    int owner = tree.owners().ownerOfGoroutineGroup(group.indexes().getInt(0));
    return owner < 0 ? 0 : tree.retained(tree.nodeOfOwner(owner));
  }
}
