package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.types.Certainty;
import dev.godump.types.ObjectType;
import dev.godump.types.ObjectTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What objects are, numbered from 0 in order of appearance: their type where it is known, else their
 * shape. Shapes that read alike are one kind. Not thread-safe.
 */
final class ObjectKinds {

  /** A kind's name: that of the type, or the shape in words, which is {@link Certainty#UNKNOWN}. */
  record Name(String text, Certainty certainty) {}

  private final HeapGraph graph;
  private final ObjectTypes types;
  private final List<Name> names = new ArrayList<>();
  private final Map<Name, Integer> numbers = new HashMap<>();

  /** Kind of each shape plus 1, or 0 until it was asked for. */
  private final int[] ofShape;

  ObjectKinds(HeapGraph graph, ObjectTypes types) {
    this.graph = graph;
    this.types = types;
    ofShape = new int[graph.shapes().size()];
  }

  /** The kind of an object. */
  int of(int object) {
    ObjectType type = types.of(object).orElse(null);
    if (type != null) {
      return number(new Name(type.name(), type.certainty()));
    }
    int shape = graph.shape(object);
    if (ofShape[shape] == 0) {
      ofShape[shape] = number(new Name(graph.shapes().get(shape).toString(), Certainty.UNKNOWN)) + 1;
    }
    return ofShape[shape] - 1;
  }

  private int number(Name name) {
    Integer known = numbers.putIfAbsent(name, names.size());
    if (known == null) {
      names.add(name);
      return names.size() - 1;
    }
    return known;
  }

  Name name(int kind) {
    return names.get(kind);
  }
}
