package dev.godump.heap.roots;

import dev.godump.binary.runtime.Call;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.RootKind;
import dev.godump.types.program.RootNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Which calls of goroutines have the roots that lie in frames. A root belongs to the function that
 * declares its variable. That can be one inlined in the frame's function, or the one it calls,
 * whose arguments on the stack lie in the caller's frame. Where the variable is not known it is the
 * frame's own.
 */
public final class RootCalls {
  private final HeapGraph graph;
  private final Optional<RootNames> names;
  private final SourceLocations locations;

  /**
   * @param names of variables, if there is an executable that has them
   * @param places where goroutines stand in the source, where that is known
   */
  public RootCalls(HeapGraph graph, Optional<RootNames> names, SourceLocations locations) {
    this.graph = graph;
    this.names = names;
    this.locations = locations;
  }

  /**
   * The call that a root belongs to, with the place in the source where it stands; empty where
   * nothing tells.
   */
  public Optional<Call> callOf(int root) {
    Optional<RootNames.Local> variable = variableOf(root);
    return variable.isEmpty() ? frameCallOf(root) : callsOf(variable.get()).stream().findFirst();
  }

  /**
   * The call of the frame that a root lies in, whatever variable that is; empty where nothing
   * tells.
   */
  public Optional<Call> frameCallOf(int root) {
    boolean inFrame = graph.roots().kind(root) == RootKind.FRAME;
    return inFrame
        ? callsOf(graph.roots().recordIndex(root), Optional.empty()).stream().findFirst()
        : Optional.empty();
  }

  /**
   * The variable of a frame that a root lies in; empty where nothing tells, or it lies in no frame.
   */
  public Optional<RootNames.Local> variableOf(int root) {
    try {
      return names.isEmpty() ? Optional.empty() : names.get().localOf(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The calls from the function that declares a variable out to its frame's own; empty where
   * nothing tells.
   */
  public List<Call> callsOf(RootNames.Local variable) {
    return callsOf(variable.frame(), Optional.of(variable));
  }

  private List<Call> callsOf(int frame, Optional<RootNames.Local> variable) {
    ProcessState process = graph.process();
    int owner = process.frames().goroutine(frame);
    if (owner < 0) {
      return List.of();
    }
    // the innermost call first, the frame's own function last
    List<Call> calls = locations.callsAt(process.goroutines().get(owner), frame);
    int first = calls.size() - 1 - variable.map(RootNames.Local::inliningDepth).orElse(0);
    return first < 0 ? List.of() : calls.subList(first, calls.size());
  }
}
