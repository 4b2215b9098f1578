package dev.godump.analysis.stacks;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
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
  private final TypeFrames typeFrames;
  private final DominatorTree tree;

  DominatorStacks(Heap heap, HeapStacks stacks, RootFrames roots) throws IOException {
    this.graph = heap.graph();
    this.stacks = stacks;
    this.roots = roots;
    this.tree = heap.tree();
    this.typeFrames =
        new TypeFrames(
            graph,
            heap.types(),
            stacks,
            StepFields.of(graph, heap.types(), this::dominatingObject));
  }

  /** The object that dominates an object, or {@link ObjectTable#NONE} if that is not an object. */
  private int dominatingObject(int object) {
    int node = tree.node(object);
    return node <= 0 || tree.dominator(node) == DominatorTree.ROOT
        ? ObjectTable.NONE
        : tree.object(tree.dominator(node));
  }

  void fill() throws IOException {
    int shared = stacks.frameId(StackFrame.of("(several roots)"));
    int[] stackByNode = new int[tree.count()];
    int[] recursionByNode = new int[tree.count()];
    for (int node = 1; node < tree.count(); node++) {
      int above = tree.dominator(node);
      int object = tree.object(node);
      if (object == ObjectTable.NONE) {
        stackByNode[node] = stacks.child(stackByNode[above], frame(tree.owner(node)));
        recursionByNode[node] = 1;
        continue;
      }
      int parent =
          above == DominatorTree.ROOT ? stacks.child(StackTrie.EMPTY, shared) : stackByNode[above];
      boolean part =
          above != DominatorTree.ROOT
              && tree.object(above) != ObjectTable.NONE
              && typeFrames.isPartOf(object, tree.object(above), stacks.lastFrame(parent));
      stackByNode[node] = part ? parent : stacks.child(parent, typeFrames.frameOf(object));
      int recursionAbove = above == DominatorTree.ROOT ? 1 : recursionByNode[above];
      recursionByNode[node] =
          part ? recursionAbove : stacks.recursion(parent, stackByNode[node], recursionAbove);
      stacks.add(
          stackByNode[node],
          typeFrames.certainty(object),
          graph.objects().address(object),
          graph.objects().size(object),
          recursionByNode[node]);
    }
  }

  /** An owner of roots in words that are the same in every run. */
  private StackFrame frame(int number) throws IOException {
    RootOwners.Owner owner = tree.owners().get(number);
    return switch (owner.kind()) {
      case GLOBAL -> roots.frameOf(owner.roots().getInt(0));
      case FINALIZER_QUEUE, OTHER -> StackFrame.of(tree.owners().text(number));
      case GOROUTINES, GOROUTINE -> StackFrame.of("goroutine in " + function(owner));
      case FRAME -> roots.functionFrame(owner.roots().getInt(0));
      case FINALIZER -> StackFrame.of(RootFrames.text(graph, owner.roots().getInt(0)));
    };
  }

  /** The function that a goroutine started in. */
  private String function(RootOwners.Owner owner) {
    return GoroutineStart.function(
        graph.process(), graph.process().goroutines().get(owner.index()));
  }
}
