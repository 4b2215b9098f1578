package dev.godump.heap.histogram;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.paths.NamePattern;
import dev.godump.heap.paths.TypePattern;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * A class of objects requested together.
 *
 * @param by the property that selects the objects
 * @param text names types, shapes or functions, as given
 * @param names selects the names
 */
public record ObjectClass(By by, String text, Predicate<String> names) {
  /** The objects whose type a pattern selects. */
  public static ObjectClass ofType(TypePattern pattern) {
    return new ObjectClass(By.TYPE, pattern.text(), pattern::matches);
  }

  /** The objects whose shape or allocating function a pattern matches. */
  public static ObjectClass of(By by, NamePattern pattern) {
    return new ObjectClass(by, pattern.text(), pattern::matches);
  }

  /** The properties to request objects by. */
  public enum By {
    /** The name of the type; objects of unknown type match nothing. */
    TYPE("type"),
    /** The shape in words. */
    SHAPE("shape"),
    /** The function that allocated the object; objects that were not sampled match nothing. */
    SITE("site");

    private final String label;

    By(String label) {
      this.label = label;
    }

    /** The name in godump's output. */
    public String label() {
      return label;
    }
  }

  /** The predicate on object ids that is true for objects of the class. */
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
            .filter(type -> known.computeIfAbsent(type, t -> names.test(t.name())))
            .isPresent();
  }

  private IntPredicate byShape(HeapGraph graph) {
    BitSet shapes = new BitSet();
    for (int shape = 0; shape < graph.shapes().size(); shape++) {
      shapes.set(shape, names.test(graph.shapes().get(shape).toString()));
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
              if (names.test(AllocationSites.siteOf(sample.getValue()).function())) {
                sampled.add(sample.getIntKey());
              }
            });
    return sampled::contains;
  }
}
