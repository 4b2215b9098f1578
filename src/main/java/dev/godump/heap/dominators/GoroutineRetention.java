package dev.godump.heap.dominators;

import dev.godump.heap.roots.GoroutineGroups.Group;

/** What goroutines hold that nothing else does. */
public final class GoroutineRetention {
  private final DominatorTree tree;

  public GoroutineRetention(DominatorTree tree) {
    this.tree = tree;
  }

  /** Bytes that only the goroutines of a group together hold. */
  public long of(Group group) {
    int holder = tree.holders().ofGoroutinesLike(group.places().getInt(0));
    return holder < 0 ? 0 : tree.retained(tree.nodeOfHolder(holder));
  }
}
