package dev.godump.heap.roots;

import dev.godump.binary.runtime.Call;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.RootKind;
import dev.godump.types.program.RootNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Finds the calls that roots in frames belong to. A root belongs to the function that declares its
 * variable. That can be a function inlined in the frame's, or the function it calls, which has its
 * stack arguments in the caller's frame. If the variable is unknown, the root belongs to the
 * frame's function.
 */
public final class RootCalls {
  private final HeapGraph graph;
  private final Optional<RootNames> names;
  private final SourceLocations locations;

  /**
   * @param names of variables, if there is an executable that has them
   * @param locations of frames in the source, if known
   */
  public RootCalls(HeapGraph graph, Optional<RootNames> names, SourceLocations locations) {
    this.graph = graph;
    this.names = names;
    this.locations = locations;
  }

  /**
   * The call that a root belongs to, with its location in the source, or the defer statement of a
   * deferred call; empty if unknown.
   */
  public Optional<Call> callOf(int root) {
    if (graph.roots().kind(root) == RootKind.DEFER) {
      int index = graph.roots().recordIndex(root);
      return locations.callAtReturn(graph.process().defers().get(index).pc());
    }
    Optional<RootNames.Local> variable = variableOf(root);
    return variable.isEmpty() ? frameCallOf(root) : callsOf(variable.get()).stream().findFirst();
  }

  /** The innermost call of the frame that a root is in, whatever its variable; empty if unknown. */
  public Optional<Call> frameCallOf(int root) {
    boolean inFrame = graph.roots().kind(root) == RootKind.FRAME;
    return inFrame
        ? callsOf(graph.roots().recordIndex(root), Optional.empty()).stream().findFirst()
        : Optional.empty();
  }

  /**
   * The variable that a root in a frame belongs to; empty if unknown, or if the root is not in a
   * frame.
   */
  public Optional<RootNames.Local> variableOf(int root) {
    try {
      return names.isEmpty() ? Optional.empty() : names.get().localOf(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The calls from the function that declares a variable out to its frame's function; empty if
   * unknown.
   */
  public List<Call> callsOf(RootNames.Local variable) {
    return callsOf(variable.frame(), Optional.of(variable));
  }

  private List<Call> callsOf(int frame, Optional<RootNames.Local> variable) {
    ProcessState process = graph.process();
    int owner = process.frames().goroutine(frame);
    if (owner == Goroutine.NONE) {
      return List.of();
    }
    // the innermost call first, the frame's own function last
    List<Call> calls = locations.callsAt(process.goroutines().get(owner), frame);
    int first = calls.size() - 1 - variable.map(RootNames.Local::inliningDepth).orElse(0);
    return first < 0 ? List.of() : calls.subList(first, calls.size());
  }
}
