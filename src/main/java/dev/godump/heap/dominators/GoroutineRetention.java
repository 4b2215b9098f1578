package dev.godump.heap.dominators;

import dev.godump.heap.roots.GoroutineGroups.Group;
import dev.godump.heap.roots.RootOwners;

/** The bytes that would be garbage if goroutines exited. */
public final class GoroutineRetention {
  private final DominatorTree tree;

  public GoroutineRetention(DominatorTree tree) {
    this.tree = tree;
  }

  /** Bytes that would be garbage if all goroutines of a group exited. */
  public long retainedBy(Group group) {
    return retained(tree.owners().ownerOfGoroutineGroup(group.indexes().getInt(0)));
  }

  /**
   * Bytes that would be garbage if a goroutine exited.
   *
   * @param goroutine its index in the process's list
   */
  public long retainedByGoroutine(int goroutine) {
    return retained(tree.owners().ownerOfGoroutine(goroutine));
  }

  private long retained(int owner) {
    return owner == RootOwners.NONE ? 0 : tree.retained(tree.nodeOfOwner(owner));
  }
}
