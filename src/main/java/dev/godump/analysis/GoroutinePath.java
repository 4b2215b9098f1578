package dev.godump.analysis;

import dev.godump.analysis.Retainers.Path;
import dev.godump.analysis.Retainers.Step;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.roots.GoroutineObjects;
import dev.godump.types.layout.GoroutineOffsets;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The part of a path that a goroutine holds through its g. The steps before it say nothing: the
 * runtime's list of all goroutines leads to every g, and other goroutines lead to some.
 *
 * @param goroutine its index in the process's list
 * @param field of the g that the first step follows; empty if it is one that is not known
 * @param steps the objects after the g, the target last
 */
public record GoroutinePath(
    int goroutine, Optional<GoroutineOffsets.Field> field, List<Step> steps) {
  /**
   * A shortest path has its g among its first steps, as a package variable leads to all of them in
   * two.
   */
  private static final int FIRST_STEPS = 8;

  /** The part after the last g on a path; empty if there is no g before the target. */
  public static Optional<GoroutinePath> of(
      HeapGraph graph, GoroutineObjects goroutineObjects, Path path) {
    List<Step> steps = path.steps();
    for (int i = Math.min(FIRST_STEPS, steps.size() - 1) - 1; i >= 0; i--) {
      int g = steps.get(i).object();
      if (goroutineObjects.isG(g)) {
        return Optional.of(
            new GoroutinePath(
                goroutineOf(goroutineObjects, g),
                fieldAt(graph, steps.get(i + 1).pointerOffset()),
                steps.subList(i + 1, steps.size())));
      }
    }
    return Optional.empty();
  }

  private static int goroutineOf(GoroutineObjects goroutineObjects, int g) {
    int goroutine = 0;
    while (goroutineObjects.g(goroutine) != g) {
      goroutine++;
    }
    return goroutine;
  }

  /** The field of a g that points at an object; empty if it is one that is not known. */
  static Optional<GoroutineOffsets.Field> fieldOf(HeapGraph graph, int g, int object)
      throws IOException {
    return fieldAt(graph, PointerFields.firstOfPair(graph, g, object).offset());
  }

  private static Optional<GoroutineOffsets.Field> fieldAt(HeapGraph graph, long offset) {
    int word = graph.process().params().pointerSize();
    return graph
        .process()
        .version()
        .flatMap(version -> GoroutineOffsets.of(word, version.minor()))
        .flatMap(offsets -> offsets.fieldAt(word, offset));
  }
}
