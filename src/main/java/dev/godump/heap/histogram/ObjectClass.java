package dev.godump.heap.histogram;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.paths.NamePattern;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Objects that are asked for together.
 *
 * @param by what of them the pattern is for
 * @param pattern names types, shapes or functions
 */
public record ObjectClass(By by, NamePattern pattern) {

  /** What objects can be asked for by. */
  public enum By {
    /** The name of the type, of objects whose type is known. */
    TYPE,
    /** The shape in words. */
    SHAPE,
    /** The function that allocated them, of objects that the allocation profile sampled. */
    SITE;

    /** The name in godump's output. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether an object is of the class, by its id. */
  public IntPredicate filter(HeapGraph graph, HeapTypes types) {
    return switch (by) {
      case TYPE -> byType(types);
      case SHAPE -> byShape(graph);
      case SITE -> bySite(graph);
    };
  }

  private IntPredicate byType(HeapTypes types) {
    Map<ObjectType, Boolean> known = new HashMap<>();
    return object ->
        types
            .typeOf(object)
            .filter(type -> known.computeIfAbsent(type, t -> pattern.matches(t.name())))
            .isPresent();
  }

  private IntPredicate byShape(HeapGraph graph) {
    BitSet shapes = new BitSet();
    for (int shape = 0; shape < graph.shapes().size(); shape++) {
      shapes.set(shape, pattern.matches(graph.shapes().get(shape).toString()));
    }
    return object -> shapes.get(graph.shapeIndex(object));
  }

  private IntPredicate bySite(HeapGraph graph) {
    IntOpenHashSet sampled = new IntOpenHashSet();
    graph
        .process()
        .profile()
        .samples()
        .forEach(
            sample -> {
              if (pattern.matches(AllocationSites.siteOf(sample.getValue()).function())) {
                sampled.add(sample.getIntKey());
              }
            });
    return sampled::contains;
  }
}
