package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.types.HeapTypes;

/** Fills {@link HeapStacks} with the dominator tree. */
final class DominatorStacks {
  private final HeapGraph graph;
  private final HeapStacks stacks;
  private final KindFrames kinds;
  private final DominatorTree tree;

  DominatorStacks(HeapGraph graph, HeapTypes types, HeapStacks stacks) {
    this.graph = graph;
    this.stacks = stacks;
    this.kinds = new KindFrames(graph, types, stacks);
    this.tree = DominatorTree.of(graph);
  }

  void fill() {
    int shared = stacks.number(StackFrame.of("(several roots)"));
    int[] nodes = new int[tree.count()];
    int[] lengths = new int[tree.count()];
    for (int node = 1; node < tree.count(); node++) {
      int above = tree.dominator(node);
      int object = tree.object(node);
      if (object < 0) {
        nodes[node] = stacks.child(nodes[above], StackFrame.of(text(tree.holder(node))));
        lengths[node] = stacks.length(nodes[node]);
        continue;
      }
      int parent = above == DominatorTree.ROOT ? stacks.child(StackTrie.EMPTY, shared) : nodes[above];
      nodes[node] = stacks.child(parent, kinds.of(object));
      lengths[node] = Math.max(lengths[above], stacks.length(parent)) + 1;
      stacks.add(nodes[node], graph.objects().size(object), lengths[node]);
    }
  }

  /** A holder in words that are the same in every run. */
  private String text(int number) {
    RootHolders.Holder holder = tree.holders().get(number);
    return switch (holder.kind()) {
      case GLOBAL, FINALIZER_QUEUE, OTHER -> tree.holders().text(number);
      case GOROUTINES, GOROUTINE -> "goroutine in " + function(holder);
      case FRAME, FINALIZER -> RootFrames.text(graph, holder.roots().getInt(0));
    };
  }

  /** The function that a goroutine began with. */
  private String function(RootHolders.Holder holder) {
    return GoroutineStart.function(graph.process(), graph.process().goroutines().get(holder.place()));
  }
}
