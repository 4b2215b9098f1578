package dev.godump.analysis.stacks;

import dev.godump.binary.runtime.Call;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import dev.godump.heap.paths.StepFields;
import dev.godump.heap.roots.RootCalls;
import dev.godump.heap.roots.RootLabel;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.types.HeapTypes;
import dev.godump.types.program.RootNames;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The stacks of roots. Frames leave out whatever differs between runs, such as ids of goroutines,
 * so that stacks of many goroutines merge and two dumps of one program compare.
 */
final class RootFrames {
  private static final int NONE = -1;

  private final HeapGraph graph;
  private final HeapStacks stacks;
  private final Optional<RootNames> names;
  private final SourceLocations locations;
  private final RootCalls rootCalls;

  /**
   * Whether the frame of a root on a goroutine's stack is below the frames of the goroutine's
   * calls.
   */
  private final boolean withCalls;

  private final int[] stackByRoot;
  private final int[] stackByFrame;

  /**
   * @param types give the names of variables, if there is an executable
   * @param locations source locations of goroutines' frames, if known
   * @param calls whether the frame of a root on a goroutine's stack is below the frames of the
   *     goroutine's calls
   */
  RootFrames(
      HeapGraph graph,
      HeapTypes types,
      HeapStacks stacks,
      SourceLocations locations,
      boolean calls) {
    this.graph = graph;
    this.stacks = stacks;
    this.names = types.rootNames();
    this.locations = locations;
    this.rootCalls = new RootCalls(graph, names, locations);
    this.withCalls = calls;
    stackByRoot = new int[graph.roots().count()];
    stackByFrame = new int[graph.process().frames().count()];
    Arrays.fill(stackByRoot, NONE);
    Arrays.fill(stackByFrame, NONE);
  }

  /** Returns the stack of a root. */
  int stackOf(int root) throws IOException {
    if (stackByRoot[root] == NONE) {
      stackByRoot[root] = findStack(root);
    }
    return stackByRoot[root];
  }

  private int findStack(int root) throws IOException {
    Roots roots = graph.roots();
    if (!withCalls) {
      return stacks.child(StackTrie.EMPTY, frameOf(root));
    }
    if (roots.kind(root) == RootKind.FRAME
        && graph.process().frames().goroutine(roots.recordIndex(root)) != Goroutine.NONE) {
      Optional<RootNames.Local> local = rootCalls.variableOf(root);
      return local.isEmpty()
          ? callsTo(roots.recordIndex(root))
          : stacks.child(
              callsTo(local.get()), StackFrame.of(StepFields.generalized(local.get().text())));
    }
    int outside = stacks.child(StackTrie.EMPTY, StackFrame.of("(no goroutine's stack)"));
    return stacks.child(outside, frameOf(root));
  }

  /** Returns the frame of a root: its variable if that is known. */
  StackFrame frameOf(int root) throws IOException {
    Optional<RootNames.Local> local = rootCalls.variableOf(root);
    if (local.isPresent()) {
      return inSource(
          local.get().function() + ", " + StepFields.generalized(local.get().text()),
          rootCalls.callOf(root));
    }
    Optional<String> global = names.isEmpty() ? Optional.empty() : names.get().nameOf(root);
    return global.isEmpty()
        ? functionFrame(root)
        : StackFrame.of(StepFields.generalized(global.get()));
  }

  /** Returns the frame of a root, without the name of a local variable. */
  StackFrame functionFrame(int root) {
    return inSource(text(graph, root), rootCalls.frameCallOf(root));
  }

  /** A root's frame with the source location of its call. */
  private static StackFrame inSource(String text, Optional<Call> call) {
    return call.map(c -> StackFrame.inSource(text, c.file(), c.line())).orElse(StackFrame.of(text));
  }

  /** The stack of a goroutine's calls up to the one that declares a variable. */
  private int callsTo(RootNames.Local local) {
    Frames frames = graph.process().frames();
    Goroutine goroutine = graph.process().goroutines().get(frames.goroutine(local.frame()));
    boolean first = local.frame() == goroutine.firstFrame() + goroutine.frameCount() - 1;
    return withCalls(
        first ? StackTrie.EMPTY : callsTo(local.frame() + 1),
        local.frame(),
        rootCalls.callsOf(local));
  }

  /** The stack of a goroutine's calls up to a frame. */
  private int callsTo(int frame) {
    if (stackByFrame[frame] == NONE) {
      ProcessState process = graph.process();
      Frames frames = process.frames();
      Goroutine goroutine = process.goroutines().get(frames.goroutine(frame));
      int node = StackTrie.EMPTY;
      for (int f = goroutine.firstFrame() + goroutine.frameCount() - 1; f >= frame; f--) {
        node = withCalls(node, f, locations.callsAt(goroutine, f));
        stackByFrame[f] = node;
      }
    }
    return stackByFrame[frame];
  }

  /**
   * The stack with the function of a frame and the calls that were inlined into it.
   *
   * @param inner calls as {@link SourceLocations#callsAt} gives them
   */
  private int withCalls(int below, int frame, List<Call> inner) {
    if (inner.isEmpty()) {
      return stacks.child(below, StackFrame.of(graph.process().frames().function(frame)));
    }
    int node = below;
    for (int i = inner.size() - 1; i >= 0; i--) {
      node =
          stacks.child(
              node,
              StackFrame.inSource(
                  inner.get(i).function(), inner.get(i).file(), inner.get(i).line()));
    }
    return node;
  }

  /** Returns a root in words that are the same in every run. */
  static String text(HeapGraph graph, int root) {
    RootKind kind = graph.roots().kind(root);
    return switch (kind) {
      case DATA, BSS, OTHER -> RootLabel.of(graph, root).text();
      case FRAME ->
          "frame of " + graph.process().frames().function(graph.roots().recordIndex(root));
      case CONTEXT, FINALIZER, QUEUED_FINALIZER, DEFER, PANIC -> kind.label();
    };
  }
}
