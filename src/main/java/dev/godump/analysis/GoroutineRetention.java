package dev.godump.analysis;

import dev.godump.analysis.GoroutineGroups.Group;
import dev.godump.graph.Goroutine;
import dev.godump.graph.ProcessState;
import java.util.IdentityHashMap;
import java.util.Map;

/** What goroutines hold that nothing else does. */
public final class GoroutineRetention {
  private final DominatorTree tree;
  private final Map<Goroutine, Integer> places = new IdentityHashMap<>();

  public GoroutineRetention(ProcessState process, DominatorTree tree) {
    this.tree = tree;
    for (int i = 0; i < process.goroutines().size(); i++) {
      places.put(process.goroutines().get(i), i);
    }
  }

  /** Bytes that only the goroutines of a group together hold. */
  public long of(Group group) {
    int holder = tree.holders().ofGoroutinesLike(places.get(group.members().get(0)));
    return holder < 0 ? 0 : tree.retained(tree.nodeOfHolder(holder));
  }
}
