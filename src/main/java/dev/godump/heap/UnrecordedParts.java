package dev.godump.heap;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.cleanups.CleanupGraph;
import dev.godump.heap.cleanups.CleanupSearch;
import dev.godump.heap.cleanups.Cleanups;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.parts.KeptObjects;
import dev.godump.heap.parts.PartGraph;
import dev.godump.heap.stack.PossibleStackVariables;
import dev.godump.heap.stack.StackVariableSearch;
import dev.godump.heap.stack.StackVariables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a heap that only roots keep alive that the dump has no records of: stack variables
 * and cleanups. Each is found on first use.
 */
public final class UnrecordedParts {
  private final Heap heap;

  private @Nullable StackVariables stackVariables;

  private @Nullable KeptObjects stackObjects;

  /** Null before the first use, and if stack variables keep nothing alive. */
  private @Nullable Heap keptByStackVariables;

  private @Nullable Cleanups cleanups;

  /** Null before first use, and if there are no cleanups. */
  private @Nullable Heap keptByCleanups;

  private @Nullable HeapParts parts;

  UnrecordedParts(Heap heap) {
    this.heap = heap;
  }

  /**
   * The pointers of stack variables that the dump doesn't list. Without the executable, which tells
   * where they are, these are words that may be such pointers.
   */
  public StackVariables stackVariables() throws IOException {
    StackVariables known = stackVariables;
    if (known == null) {
      known =
          heap.program().isPresent()
              ? StackVariableSearch.of(heap.graph(), heap.reachability(), heap.program().get())
              : PossibleStackVariables.of(heap.graph(), heap.reachability());
      stackVariables = known;
    }
    return known;
  }

  /** The objects that those pointers alone lead to. */
  public KeptObjects stackObjects() throws IOException {
    KeptObjects known = stackObjects;
    if (known == null) {
      known = KeptObjects.of(heap.graph(), heap.reachability(), stackVariables().roots());
      stackObjects = known;
    }
    return known;
  }

  /**
   * The heap of what those variables alone keep alive, with their pointers as its only roots; empty
   * if there are none, or without the executable. Its objects have the same ids, and those kept
   * alive are its live ones.
   */
  public Optional<Heap> keptByStackVariables() throws IOException {
    return heap.program().isPresent() ? stackPart() : Optional.empty();
  }

  private Optional<Heap> stackPart() throws IOException {
    if (keptByStackVariables == null && stackVariables().count() > 0) {
      HeapGraph view =
          PartGraph.of(
              heap.graph(), heap.reachability(), stackVariables().roots(), heap.graph().process());
      keptByStackVariables = heap.part(view, stackKind());
    }
    return Optional.ofNullable(keptByStackVariables);
  }

  private HeapPart stackKind() {
    return heap.program().isPresent() ? HeapPart.STACK_VARIABLES : HeapPart.MAYBE_STACK_VARIABLES;
  }

  /**
   * The objects that recorded roots or stack variables reach: those that the collector keeps, but
   * for what only cleanups and the like hold.
   */
  public Reachability withStackVariables() throws IOException {
    if (heap.program().isEmpty() || stackObjects().count() == 0) {
      return heap.reachability();
    }
    KeptObjects kept = stackObjects();
    return heap.reachability().with(kept::contains, kept.count(), kept.bytes());
  }

  /** The cleanups, inferred: a dump has no record of them. */
  public Cleanups cleanups() throws IOException {
    Cleanups known = cleanups;
    if (known == null) {
      known = CleanupSearch.of(heap.graph(), withStackVariables(), heap.program());
      cleanups = known;
    }
    return known;
  }

  /**
   * The heap of what cleanups alone keep alive, with them as its only roots; empty if there are no
   * cleanups. Its objects have the same ids, and those kept alive are its live ones.
   */
  public Optional<Heap> keptByCleanups() throws IOException {
    if (keptByCleanups == null && cleanups().count() > 0) {
      HeapGraph view = CleanupGraph.of(heap.graph(), withStackVariables(), cleanups());
      keptByCleanups = heap.part(view, HeapPart.CLEANUPS);
    }
    return Optional.ofNullable(keptByCleanups);
  }

  /** The part that each object of the heap is in. */
  public HeapParts parts() throws IOException {
    HeapParts known = parts;
    if (known == null) {
      Reachability recorded = heap.reachability();
      boolean all = !recorded.isKnown() || recorded.liveObjects() == heap.graph().objects().count();
      known =
          new HeapParts(
              recorded,
              all ? KeptObjects.NONE : stackObjects(),
              stackKind(),
              all || cleanups().count() == 0
                  ? KeptObjects.NONE
                  : KeptObjects.of(
                      heap.graph(),
                      withStackVariables(),
                      CleanupGraph.roots(heap.graph(), cleanups())));
      parts = known;
    }
    return known;
  }

  /** The graph of the heap with inferred cleanups as roots, which are other roots by kind. */
  public HeapGraph graphWithCleanups() throws IOException {
    return parts().keptByCleanups().count() == 0
        ? heap.graph()
        : CleanupGraph.withRoots(heap.graph(), cleanups());
  }

  /** The heaps in which objects are live: the whole, and those of what unrecorded roots keep. */
  public List<Heap> heaps() throws IOException {
    List<Heap> all = new ArrayList<>();
    all.add(heap);
    keptByStackVariables().ifPresent(all::add);
    keptByCleanups().ifPresent(all::add);
    return all;
  }

  /** The heap in which an object is live: that of what unrecorded roots keep, or the whole. */
  public Heap heapOf(int object) throws IOException {
    return switch (parts().of(object)) {
      case RECORDED, GARBAGE, UNKNOWN -> heap;
      case STACK_VARIABLES, MAYBE_STACK_VARIABLES -> stackPart().orElse(heap);
      case CLEANUPS -> keptByCleanups().orElse(heap);
    };
  }
}
