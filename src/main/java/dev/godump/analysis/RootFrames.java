package dev.godump.analysis;

import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import java.util.Arrays;

/**
 * The stack that a root is: without what differs from run to run, such as numbers of goroutines, so
 * that stacks of many goroutines merge and two dumps of one program compare.
 */
final class RootFrames {
  private static final int NONE = -1;

  private final HeapGraph graph;
  private final HeapStacks stacks;
  private final boolean calls;
  private final int[] nodes;
  private final int[] ofFrames;

  /** @param calls whether roots of goroutines are the calls they stand in, and others apart from them */
  RootFrames(HeapGraph graph, HeapStacks stacks, boolean calls) {
    this.graph = graph;
    this.stacks = stacks;
    this.calls = calls;
    nodes = new int[graph.roots().count()];
    ofFrames = new int[graph.process().frames().count()];
    Arrays.fill(nodes, NONE);
    Arrays.fill(ofFrames, NONE);
  }

  /** The number of a root's stack. */
  int of(int root) {
    if (nodes[root] == NONE) {
      nodes[root] = find(root);
    }
    return nodes[root];
  }

  private int find(int root) {
    Roots roots = graph.roots();
    if (!calls) {
      return stacks.child(StackTrie.EMPTY, StackFrame.of(text(graph, root)));
    }
    RootKind kind = roots.kind(root);
    if (kind == RootKind.FRAME && graph.process().frames().goroutine(roots.place(root)) >= 0) {
      return callsTo(roots.place(root));
    }
    int outside = stacks.child(StackTrie.EMPTY, StackFrame.of("(no goroutine's stack)"));
    return stacks.child(outside, StackFrame.of(text(graph, root)));
  }

  /** The calls of a goroutine from its first function to one that it stands in. */
  private int callsTo(int frame) {
    if (ofFrames[frame] == NONE) {
      ProcessState process = graph.process();
      Frames frames = process.frames();
      Goroutine goroutine = process.goroutines().get(frames.goroutine(frame));
      int node = StackTrie.EMPTY;
      for (int f = goroutine.firstFrame() + goroutine.frames() - 1; f >= frame; f--) {
        node = stacks.child(node, StackFrame.of(frames.function(f)));
        ofFrames[f] = node;
      }
    }
    return ofFrames[frame];
  }

  /** A root in words that are the same in every run. */
  static String text(HeapGraph graph, int root) {
    RootKind kind = graph.roots().kind(root);
    return switch (kind) {
      case DATA, BSS, OTHER -> RootPlace.of(graph, root).text();
      case FRAME -> "frame of " + graph.process().frames().function(graph.roots().place(root));
      case CONTEXT, FINALIZER, QUEUED_FINALIZER, DEFER, PANIC -> kind.label();
    };
  }
}
