package dev.godump.report;

import dev.godump.binary.runtime.Call;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.roots.RootCalls;
import dev.godump.heap.roots.RootLabel;
import dev.godump.heap.roots.RootOwners;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.types.program.Program;
import dev.godump.types.program.RootNames;
import java.util.Optional;

/**
 * How roots, and what they belong to, are called: by variable, function and line as far as they are
 * known.
 */
public final class RootText {
  private final HeapGraph graph;
  private final Optional<RootNames> names;
  private final RootCalls calls;

  /**
   * @param names of variables, if they are known
   * @param program that wrote the dump, if it is known
   */
  public RootText(HeapGraph graph, Optional<RootNames> names, Optional<Program> program) {
    this.graph = graph;
    this.names = names;
    this.calls =
        new RootCalls(graph, names, new SourceLocations(program, graph.process().frames()));
  }

  RootLabel place(int root) {
    return RootLabel.of(graph, names, root);
  }

  /**
   * In words: {@code main.sessions (bss+0x40)}, {@code goroutine 18, main.worker, req, main.go:41}.
   */
  String text(int root) {
    return place(root).text() + line(root).map(call -> ", " + CallText.text(call)).orElse("");
  }

  /** Where the function stands in the source whose variable has a root. */
  private Optional<Call> line(int root) {
    return calls.of(root).filter(call -> !call.file().isEmpty());
  }

  /** What a holder is called. */
  String holder(RootOwners holders, int number) {
    return holders.text(number, names);
  }

  Json.Fields json(int root) {
    RootLabel place = place(root);
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
