package dev.godump.report;

import dev.godump.analysis.RootPlace;
import dev.godump.graph.HeapGraph;

/** A root as JSON. */
final class RootJson {
  private RootJson() {}

  static Json.Fields of(HeapGraph graph, int root) {
    RootPlace place = RootPlace.of(graph, root);
    return Json.fields()
        .with("root", place.kind().label())
        .with("place", place.text())
        .with("address", place.address() == 0 ? null : Amounts.address(place.address()))
        .with("goroutine", place.goroutine() < 0 ? null : place.goroutine())
        .with("function", place.function().isEmpty() ? null : place.function());
  }
}
