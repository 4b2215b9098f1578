package dev.godump.heap.stack;

import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.types.program.Program;
import java.io.IOException;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Finds {@link StackVariables} of one goroutine after another. Not thread-safe. */
public interface GoroutineVariables {

  /** Returns the pointers of a goroutine's variables to objects that are not reached yet. */
  StackVariables of(Goroutine goroutine) throws IOException;

  /**
   * Makes a search in a graph. Without the program that wrote the dump, it finds words that may be
   * such pointers.
   *
   * @param isReached whether an object, by its id, is reached; asked anew for each pointer
   */
  static GoroutineVariables in(HeapGraph graph, Optional<Program> program, IntPredicate isReached) {
    return program.isPresent()
        ? new StackVariableSearch(graph, isReached, program.get())
        : new PossibleStackVariables(graph, isReached);
  }
}
