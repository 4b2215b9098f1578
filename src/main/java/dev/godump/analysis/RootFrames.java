package dev.godump.analysis;

import dev.godump.binary.Call;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The stack that a root is: without what differs from run to run, such as numbers of goroutines, so
 * that stacks of many goroutines merge and two dumps of one program compare.
 */
final class RootFrames {
  private static final int NONE = -1;

  private final HeapGraph graph;
  private final HeapStacks stacks;

  /** Where roots of goroutines are the calls they stand in, and others apart from them; else empty. */
  private final Optional<SourcePlaces> calls;

  private final int[] nodes;
  private final int[] ofFrames;

  /** A frame for each. */
  RootFrames(HeapGraph graph, HeapStacks stacks) {
    this(graph, stacks, Optional.empty());
  }

  /** Roots of goroutines are the calls they stand in, and others apart from them. */
  RootFrames(HeapGraph graph, HeapStacks stacks, SourcePlaces places) {
    this(graph, stacks, Optional.of(places));
  }

  private RootFrames(HeapGraph graph, HeapStacks stacks, Optional<SourcePlaces> calls) {
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
    if (calls.isEmpty()) {
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
        node = calls(node, goroutine, f);
        ofFrames[f] = node;
      }
    }
    return ofFrames[frame];
  }

  /** The stack below a frame: its function, and what was inlined there. */
  private int calls(int below, Goroutine goroutine, int frame) {
    List<Call> inner = calls.orElseThrow().calls(goroutine, frame);
    if (inner.isEmpty()) {
      return stacks.child(below, StackFrame.of(graph.process().frames().function(frame)));
    }
    int node = below;
    for (int i = inner.size() - 1; i >= 0; i--) {
      node = stacks.child(node, new StackFrame(inner.get(i).function(), inner.get(i).file(), inner.get(i).line()));
    }
    return node;
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
