package dev.godump.analysis.leaks;

import dev.godump.analysis.signature.Signature;
import dev.godump.analysis.signature.Signatures;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.program.Program;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Gives suspects their signatures: objects by the path from their holder, goroutines by the
 * functions that they were started with, others by their kind.
 */
final class SuspectSignatures {
  private final SearchedHeap heap;
  private final Signatures signatures;

  SuspectSignatures(SearchedHeap heap, Optional<Program> program) {
    this.heap = heap;
    this.signatures = new Signatures(heap.graph, heap.types, heap.tree.owners(), program);
  }

  Signature of(LeakCandidate candidate) throws IOException {
    return switch (candidate.kind()) {
      case GOROUTINES -> signatures.ofGoroutines(GoroutineSubjects.members(heap, candidate));
      case TIMERS -> signatures.named("timers");
      case FINALIZER_CYCLE -> signatures.named("finalizers of " + finalized(candidate));
      case VARIABLE -> ofVariable(candidate);
      case FINALIZERS, STACKS, CLEANUPS, STACK_VARIABLES -> ofOwner(candidate);
      case MAP, CHANNEL, COLLECTION, LIST, TREE, OBJECT, POOL, GROUP -> ofObjects(candidate);
    };
  }

  /** The signature of a part with a name of its own. */
  Signature named(String name) {
    return signatures.named(name);
  }

  private Signature ofObjects(LeakCandidate candidate) throws IOException {
    IntArrayList objects = new IntArrayList();
    boolean several = candidate.nodes().size() > 1;
    for (int node : candidate.nodes()) {
      int object = heap.tree.object(node);
      boolean similar =
          !several
              || candidate.similar().isEmpty()
              || candidate.similar().get().kind() == heap.kindOf(node);
      if (object != ObjectTable.NONE && similar) {
        objects.add(object);
      }
    }
    return objects.isEmpty() ? ofOwner(candidate) : signatures.ofObjects(objects);
  }

  /** The signature of a package variable with several words. */
  private Signature ofVariable(LeakCandidate candidate) {
    String variable = new RuntimeOwners(heap).variable(heap.tree.owner(candidate.node()));
    return variable.isEmpty() ? ofOwner(candidate) : signatures.named(variable);
  }

  private Signature ofOwner(LeakCandidate candidate) {
    for (int node : candidate.nodes()) {
      if (heap.tree.owner(node) != RootOwners.NONE) {
        return signatures.ofOwner(heap.tree.owner(node));
      }
    }
    return signatures.named(candidate.kind().label());
  }

  /** The types of objects with a finalizer. */
  private String finalized(LeakCandidate candidate) {
    TreeSet<String> types = new TreeSet<>();
    for (int node : candidate.nodes()) {
      int finalizer = heap.tree.owners().get(heap.tree.owner(node)).index();
      int object =
          heap.graph.objects().find(heap.graph.process().finalizers().get(finalizer).object());
      if (object != ObjectTable.NONE) {
        types.add(signatures.typeOf(object));
      }
    }
    return String.join(" and ", types);
  }
}
