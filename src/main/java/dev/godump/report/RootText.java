package dev.godump.report;

import dev.godump.binary.runtime.Call;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.roots.GoroutineFunctions;
import dev.godump.heap.roots.RootCalls;
import dev.godump.heap.roots.RootLabel;
import dev.godump.heap.roots.RootOwners;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.types.program.Program;
import dev.godump.types.program.RootNames;
import java.util.Optional;

/** Names roots and their owners: by variable, function and line if these are known. */
public final class RootText {
  private final HeapGraph graph;
  private final Optional<RootNames> names;
  private final SourceLocations locations;
  private final RootCalls calls;

  /**
   * @param names of variables, if known; a view of the graph has other roots in the same variables
   * @param program that wrote the dump, if known
   */
  public RootText(HeapGraph graph, Optional<RootNames> names, Optional<Program> program) {
    this.graph = graph;
    this.names = names.map(known -> known.of(graph));
    this.locations = new SourceLocations(program, graph.process().frames());
    this.calls = new RootCalls(graph, this.names, locations);
  }

  RootLabel labelOf(int root) {
    return RootLabel.of(graph, names, root);
  }

  /**
   * Returns the name of a root, such as {@code main.sessions (bss+0x40)} or {@code goroutine 18,
   * main.worker, req, main.go:41}.
   */
  String textOf(int root) {
    return labelOf(root).text() + callOf(root).map(call -> ", " + CallText.text(call)).orElse("");
  }

  /**
   * Returns the function that tells what a goroutine does, such as {@code main.produce}.
   *
   * @param index in the process's list
   */
  String functionOf(int index) {
    return GoroutineFunctions.own(
        graph.process(), graph.process().goroutines().get(index), locations);
  }

  /**
   * Returns a goroutine with its state and the call it is in, such as {@code goroutine 18 [chan
   * send], main.produce, main.go:17}.
   *
   * @param index in the process's list
   */
  String goroutineText(int index) {
    Goroutine goroutine = graph.process().goroutines().get(index);
    Frames frames = graph.process().frames();
    String call = GoroutineText.stack(frames, goroutine, locations, false).get(0);
    return "goroutine "
        + Long.toUnsignedString(goroutine.id())
        + " ["
        + GoroutineText.state(frames, goroutine)
        + "], "
        + call.replace("  ", ", ");
  }

  /** Returns the source location of the frame that has a root, if its file is known. */
  private Optional<Call> callOf(int root) {
    return calls.callOf(root).filter(call -> !call.file().isEmpty());
  }

  /** Returns the name of an owner of roots. */
  String ownerName(RootOwners owners, int owner) {
    return owners.text(owner, names);
  }

  Json.Fields json(int root) {
    RootLabel label = labelOf(root);
    Json.Fields fields =
        Json.fields()
            .with("root", label.kind().label())
            .with("place", label.text())
            .with("address", label.address() == 0 ? null : Amounts.address(label.address()))
            .with("goroutine", label.goroutine() == Goroutine.NONE ? null : label.goroutine())
            .with("function", label.function().isEmpty() ? null : label.function());
    if (names.isPresent()) {
      Optional<Call> call = callOf(root);
      fields
          .with("variable", label.variable().isEmpty() ? null : label.variable())
          .with("file", call.map(Call::file).orElse(null))
          .with("line", call.filter(c -> c.line() != 0).map(Call::line).orElse(null));
    }
    return fields;
  }
}
