package dev.godump.analysis.stacks;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.paths.StepFields;
import dev.godump.heap.roots.GoroutineStart;
import dev.godump.heap.roots.RootOwners;
import java.io.IOException;

/** Fills {@link HeapStacks} with the dominator tree. */
final class DominatorStacks {
  private final HeapGraph graph;
  private final HeapStacks stacks;
  private final RootFrames roots;
  private final TypeFrames kinds;
  private final DominatorTree tree;

  DominatorStacks(Heap heap, HeapStacks stacks, RootFrames roots) throws IOException {
    this.graph = heap.graph();
    this.stacks = stacks;
    this.roots = roots;
    this.tree = heap.tree();
    this.kinds =
        new TypeFrames(
            graph, heap.types(), stacks, StepFields.of(graph, heap.types(), this::above));
  }

  /** The object that dominates an object, or a negative number. */
  private int above(int object) {
    int node = tree.node(object);
    return node <= 0 || tree.dominator(node) == DominatorTree.ROOT
        ? -1
        : tree.object(tree.dominator(node));
  }

  void fill() throws IOException {
    int shared = stacks.number(StackFrame.of("(several roots)"));
    int[] nodes = new int[tree.count()];
    int[] times = new int[tree.count()];
    for (int node = 1; node < tree.count(); node++) {
      int above = tree.dominator(node);
      int object = tree.object(node);
      if (object < 0) {
        nodes[node] = stacks.child(nodes[above], frame(tree.owner(node)));
        times[node] = 1;
        continue;
      }
      int parent =
          above == DominatorTree.ROOT ? stacks.child(StackTrie.EMPTY, shared) : nodes[above];
      boolean part = kinds.isPartOf(object, stacks.frame(parent));
      nodes[node] = part ? parent : stacks.child(parent, kinds.of(object));
      int timesAbove = above == DominatorTree.ROOT ? 1 : times[above];
      times[node] = part ? timesAbove : stacks.times(parent, nodes[node], timesAbove);
      stacks.add(nodes[node], kinds.certainty(object), graph.objects().size(object), times[node]);
    }
  }

  /** A holder in words that are the same in every run. */
  private StackFrame frame(int number) throws IOException {
    RootOwners.Owner holder = tree.owners().get(number);
    return switch (holder.kind()) {
      case GLOBAL -> roots.frame(holder.roots().getInt(0));
      case FINALIZER_QUEUE, OTHER -> StackFrame.of(tree.owners().text(number));
      case GOROUTINES, GOROUTINE -> StackFrame.of("goroutine in " + function(holder));
      case FRAME -> roots.function(holder.roots().getInt(0));
      case FINALIZER -> StackFrame.of(RootFrames.text(graph, holder.roots().getInt(0)));
    };
  }

  /** The function that a goroutine began with. */
  private String function(RootOwners.Owner holder) {
    return GoroutineStart.function(
        graph.process(), graph.process().goroutines().get(holder.index()));
  }
}
