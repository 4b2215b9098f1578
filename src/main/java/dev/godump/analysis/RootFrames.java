package dev.godump.analysis;

import dev.godump.binary.Call;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import dev.godump.types.HeapTypes;
import dev.godump.types.RootNames;
import java.io.IOException;
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
  private final Optional<RootNames> names;
  private final SourcePlaces places;

  /** Whether roots of goroutines are below the calls they stand in, and others apart from them. */
  private final boolean calls;

  private final int[] nodes;
  private final int[] ofFrames;

  /**
   * @param types which know the names of variables, if there is an executable
   * @param places where goroutines stand in the source, where that is known
   * @param calls whether roots of goroutines are below the calls they stand in, and others apart from them
   */
  RootFrames(HeapGraph graph, HeapTypes types, HeapStacks stacks, SourcePlaces places, boolean calls) {
    this.graph = graph;
    this.stacks = stacks;
    this.names = types.rootNames();
    this.places = places;
    this.calls = calls;
    nodes = new int[graph.roots().count()];
    ofFrames = new int[graph.process().frames().count()];
    Arrays.fill(nodes, NONE);
    Arrays.fill(ofFrames, NONE);
  }

  /** The number of a root's stack. */
  int of(int root) throws IOException {
    if (nodes[root] == NONE) {
      nodes[root] = find(root);
    }
    return nodes[root];
  }

  private int find(int root) throws IOException {
    Roots roots = graph.roots();
    if (!calls) {
      return stacks.child(StackTrie.EMPTY, frame(root));
    }
    if (roots.kind(root) == RootKind.FRAME && graph.process().frames().goroutine(roots.place(root)) >= 0) {
      int below = callsTo(roots.place(root));
      String variable = variable(root);
      return variable.isEmpty() ? below : stacks.child(below, StackFrame.of(variable));
    }
    int outside = stacks.child(StackTrie.EMPTY, StackFrame.of("(no goroutine's stack)"));
    return stacks.child(outside, frame(root));
  }

  /** The one frame that a root is: the variable where it is known. */
  StackFrame frame(int root) throws IOException {
    String variable = variable(root);
    if (variable.isEmpty()) {
      return function(root);
    }
    if (graph.roots().kind(root) != RootKind.FRAME) {
      return StackFrame.of(variable);
    }
    int frame = graph.roots().place(root);
    return inSource(graph.process().frames().function(frame) + ", " + variable, frame);
  }

  /** The one frame that a root is, without what variable it lies in if that is a local one. */
  StackFrame function(int root) {
    String text = text(graph, root);
    return graph.roots().kind(root) == RootKind.FRAME
        ? inSource(text, graph.roots().place(root))
        : StackFrame.of(text);
  }

  private String variable(int root) throws IOException {
    return names.isEmpty() ? "" : names.get().of(root).map(StepFields::general).orElse("");
  }

  /** A frame of a goroutine with the place in the source where it stands. */
  private StackFrame inSource(String text, int frame) {
    int owner = graph.process().frames().goroutine(frame);
    List<Call> standing =
        owner < 0 ? List.of() : places.calls(graph.process().goroutines().get(owner), frame);
    if (standing.isEmpty()) {
      return StackFrame.of(text);
    }
    Call call = standing.get(standing.size() - 1);
    return new StackFrame(text, call.file(), call.line());
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
    List<Call> inner = places.calls(goroutine, frame);
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
