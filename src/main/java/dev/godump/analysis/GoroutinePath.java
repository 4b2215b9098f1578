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
 * The part of a path that a goroutine holds through a field of its g. The steps before it say
 * nothing: the runtime's list of all goroutines leads to every g, and other goroutines lead to
 * some. Through other fields a g leads to parts of the runtime, such as its thread, which are not
 * the goroutine's: a path through them begins at its root.
 *
 * @param goroutine its index in the process's list
 * @param field of the g that the first step follows
 * @param steps the objects after the g, the target last
 */
public record GoroutinePath(int goroutine, GoroutineOffsets.Field field, List<Step> steps) {
  /**
   * A shortest path has its g among its first steps, as a package variable leads to all of them in
   * two.
   */
  private static final int FIRST_STEPS = 8;

  /** The part after the last g on a path that holds what follows; empty if there is none. */
  public static Optional<GoroutinePath> of(
      HeapGraph graph, GoroutineObjects goroutineObjects, Path path) {
    List<Step> steps = path.steps();
    for (int i = Math.min(FIRST_STEPS, steps.size() - 1) - 1; i >= 0; i--) {
      int g = steps.get(i).object();
      if (goroutineObjects.isG(g)) {
        Optional<GoroutineOffsets.Field> field = fieldAt(graph, steps.get(i + 1).pointerOffset());
        if (field.isPresent()) {
          int goroutine = goroutineOf(goroutineObjects, g);
          return Optional.of(
              new GoroutinePath(goroutine, field.get(), steps.subList(i + 1, steps.size())));
        }
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

  /** The field by which a g holds an object; empty if it is another. */
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
