package dev.godump.report;

import dev.godump.analysis.RootHolders;
import dev.godump.analysis.RootPlace;
import dev.godump.analysis.SourcePlaces;
import dev.godump.binary.Call;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.RootKind;
import dev.godump.types.Program;
import dev.godump.types.RootNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** How roots, and what they belong to, are called: by variable, function and line as far as they are known. */
public final class RootText {
  private final HeapGraph graph;
  private final Optional<RootNames> names;
  private final SourcePlaces places;

  /**
   * @param names of variables, if they are known
   * @param program that wrote the dump, if it is known
   */
  public RootText(HeapGraph graph, Optional<RootNames> names, Optional<Program> program) {
    this.graph = graph;
    this.names = names;
    this.places = new SourcePlaces(program, graph.process().frames());
  }

  RootPlace place(int root) {
    return RootPlace.of(graph, names, root);
  }

  /** In words: {@code main.sessions (bss+0x40)}, {@code goroutine 18, main.worker, req, main.go:41}. */
  String text(int root) {
    return place(root).text() + line(root).map(call -> ", " + CallText.text(call)).orElse("");
  }

  /** Where the function stands in the source whose variable has a root. */
  private Optional<Call> line(int root) {
    ProcessState process = graph.process();
    if (graph.roots().kind(root) != RootKind.FRAME) {
      return Optional.empty();
    }
    Optional<RootNames.Local> local = local(root);
    int frame = local.map(RootNames.Local::frame).orElse(graph.roots().place(root));
    int owner = process.frames().goroutine(frame);
    if (owner < 0) {
      return Optional.empty();
    }
    Goroutine goroutine = process.goroutines().get(owner);
    // the innermost call first, the frame's own function last
    List<Call> calls = places.calls(goroutine, frame);
    int call = calls.size() - 1 - local.map(RootNames.Local::inlining).orElse(0);
    return call < 0 ? Optional.empty() : Optional.of(calls.get(call)).filter(c -> !c.file().isEmpty());
  }

  private Optional<RootNames.Local> local(int root) {
    try {
      return names.isEmpty() ? Optional.empty() : names.get().local(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a holder is called. */
  String holder(RootHolders holders, int number) {
    return holders.text(number, names);
  }

  Json.Fields json(int root) {
    RootPlace place = place(root);
    Json.Fields fields =
        Json.fields()
            .with("root", place.kind().label())
            .with("place", place.text())
            .with("address", place.address() == 0 ? null : Amounts.address(place.address()))
            .with("goroutine", place.goroutine() < 0 ? null : place.goroutine())
            .with("function", place.function().isEmpty() ? null : place.function());
    if (names.isPresent()) {
      Optional<Call> line = line(root);
      fields
          .with("variable", place.variable().isEmpty() ? null : place.variable())
          .with("file", line.map(Call::file).orElse(null))
          .with("line", line.filter(c -> c.line() != 0).map(Call::line).orElse(null));
    }
    return fields;
  }
}
