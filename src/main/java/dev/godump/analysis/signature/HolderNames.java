package dev.godump.analysis.signature;

import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.RootKind;
import dev.godump.heap.paths.StepFields;
import dev.godump.heap.roots.GoroutineFunctions;
import dev.godump.heap.roots.RootLabel;
import dev.godump.heap.roots.RootOwners;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.types.program.Program;
import dev.godump.types.program.RootNames;
import java.util.Optional;

/**
 * Names holders the same in every process: variables without indexes, goroutines by the function
 * that they were started with. Without the executable a variable is its offset in the segment,
 * which is the same in all processes of one build.
 */
final class HolderNames {
  private final HeapGraph graph;
  private final Optional<RootNames> names;
  private final SourceLocations locations;

  HolderNames(HeapGraph graph, Optional<RootNames> names, Optional<Program> program) {
    this.locations = new SourceLocations(program, graph.process().frames());
    this.graph = graph;
    this.names = names;
  }

  /** Names the holder that a root belongs to. */
  String ofRoot(int root) {
    ProcessState process = graph.process();
    RootKind kind = graph.roots().kind(root);
    int index = graph.roots().recordIndex(root);
    return switch (kind) {
      case DATA, BSS -> global(root);
      case FRAME -> frame(root, index);
      case CONTEXT -> ofGoroutine(process.goroutines().get(index));
      case DEFER -> "deferred call, " + ofGoroutineAt(process.defers().get(index).goroutine());
      case PANIC -> "panic value, " + ofGoroutineAt(process.panics().get(index).goroutine());
      case FINALIZER, QUEUED_FINALIZER -> kind.label();
      case OTHER -> process.otherRoots().get(index).description();
    };
  }

  private String global(int root) {
    RootLabel label = RootLabel.of(graph, names, root);
    return label.variable().isEmpty() ? label.text() : StepFields.generalized(label.variable());
  }

  private String frame(int root, int frame) {
    RootLabel label = RootLabel.of(graph, names, root);
    int owner = graph.process().frames().goroutine(frame);
    String goroutine =
        owner == Goroutine.NONE
            ? "goroutine"
            : ofGoroutine(graph.process().goroutines().get(owner));
    StringBuilder text = new StringBuilder(goroutine);
    if (!goroutine.endsWith(" " + label.function())) {
      text.append(", ").append(label.function());
    }
    if (!label.variable().isEmpty()) {
      text.append(", ").append(StepFields.generalized(label.variable()));
    }
    return text.toString();
  }

  /** Names a goroutine: {@code goroutine main.worker}. */
  String ofGoroutine(Goroutine goroutine) {
    return "goroutine " + GoroutineFunctions.start(graph.process(), goroutine, locations);
  }

  private String ofGoroutineAt(long address) {
    return graph.process().goroutineAt(address).map(this::ofGoroutine).orElse("goroutine");
  }

  /** Names an owner of roots. */
  String ofOwner(RootOwners owners, int owner) {
    return switch (owners.kind(owner)) {
      case GOROUTINE, GOROUTINES ->
          ofGoroutine(graph.process().goroutines().get(owners.get(owner).index()));
      case FINALIZER_QUEUE -> "queue of finalizers";
      case GLOBAL, FRAME, FINALIZER, OTHER -> ofRoot(owners.get(owner).roots().getInt(0));
    };
  }
}
