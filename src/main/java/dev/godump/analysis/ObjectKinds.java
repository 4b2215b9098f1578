package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.Shape;
import dev.godump.types.Certainty;
import dev.godump.types.ObjectType;
import dev.godump.types.ObjectTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What objects are, numbered from 0: their type where it is known, else their shape, which is of
 * {@link Certainty#UNKNOWN}. Shapes that read alike are one kind.
 */
final class ObjectKinds {
  private final HeapGraph graph;
  private final ObjectTypes types;
  private final List<ObjectType> names = new ArrayList<>();
  private final Map<ObjectType, Integer> numbers = new HashMap<>();
  private final int[] ofShape;

  private ObjectKinds(HeapGraph graph, Function<Shape, String> text, Optional<ObjectTypes> types) {
    this.graph = graph;
    this.types = types.orElse(null);
    ofShape = new int[graph.shapes().size()];
    for (int i = 0; i < ofShape.length; i++) {
      ofShape[i] = number(new ObjectType(text.apply(graph.shapes().get(i)), Certainty.UNKNOWN));
    }
    types.ifPresent(known -> known.distinct().forEach(this::number));
  }

  /** By type where it is known, else by shape. */
  static ObjectKinds byType(HeapGraph graph, ObjectTypes types) {
    return new ObjectKinds(graph, Shape::toString, Optional.of(types));
  }

  /** By shape alone. */
  static ObjectKinds byShape(HeapGraph graph) {
    return new ObjectKinds(graph, Shape::toString, Optional.empty());
  }

  /** By the size of the slot. */
  static ObjectKinds bySize(HeapGraph graph) {
    return new ObjectKinds(graph, shape -> shape.size() + " B", Optional.empty());
  }

  private int number(ObjectType name) {
    Integer known = numbers.putIfAbsent(name, names.size());
    if (known == null) {
      names.add(name);
      return names.size() - 1;
    }
    return known;
  }

  /** The kind of an object. */
  int of(int object) {
    if (types != null) {
      Optional<ObjectType> type = types.of(object);
      if (type.isPresent()) {
        return numbers.get(type.get());
      }
    }
    return ofShape[graph.shape(object)];
  }

  /** How many kinds there are. */
  int count() {
    return names.size();
  }

  /** What a kind is called, and how sure that is. */
  ObjectType name(int kind) {
    return names.get(kind);
  }
}
