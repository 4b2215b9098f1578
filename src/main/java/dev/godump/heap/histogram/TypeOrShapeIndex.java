package dev.godump.heap.histogram;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.Shape;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What objects are, numbered from 0: their type where it is known, else their shape, which is of
 * {@link Certainty#UNKNOWN}. Shapes that read alike are one kind.
 */
public final class TypeOrShapeIndex {
  private static final String UNTYPED = "(unknown types)";

  private final HeapGraph graph;
  private final HeapTypes types;
  private final List<ObjectType> names = new ArrayList<>();
  private final Map<ObjectType, Integer> numbers = new HashMap<>();
  private final Set<String> inferred = new HashSet<>();
  private final int[] ofShape;
  private final int[] ofType;

  private TypeOrShapeIndex(
      HeapGraph graph,
      Function<Shape, String> text,
      Optional<HeapTypes> types,
      UnaryOperator<String> nameOf) {
    this.graph = graph;
    this.types = types.orElse(null);
    ofShape = new int[graph.shapes().size()];
    for (int i = 0; i < ofShape.length; i++) {
      ofShape[i] = number(new ObjectType(text.apply(graph.shapes().get(i)), Certainty.UNKNOWN));
    }
    types.ifPresent(known -> noteInferred(known, nameOf));
    ofType = new int[types.map(HeapTypes::typeCount).orElse(0)];
    for (int i = 1; i < ofType.length; i++) {
      ofType[i] =
          number(merged(nameOf.apply(this.types.type(i).name()), this.types.type(i).certainty()));
    }
  }

  /** By type where it is known, else by shape. */
  public static TypeOrShapeIndex byType(HeapGraph graph, HeapTypes types) {
    return new TypeOrShapeIndex(graph, Shape::toString, Optional.of(types), name -> name);
  }

  /** By the package of the type; objects of unknown type are one kind. */
  static TypeOrShapeIndex byPackage(HeapGraph graph, HeapTypes types) {
    return new TypeOrShapeIndex(graph, shape -> UNTYPED, Optional.of(types), PackageName::of);
  }

  /** By shape alone. */
  static TypeOrShapeIndex byShape(HeapGraph graph) {
    return new TypeOrShapeIndex(graph, Shape::toString, Optional.empty(), name -> name);
  }

  /** By the size of the slot. */
  static TypeOrShapeIndex bySize(HeapGraph graph) {
    return new TypeOrShapeIndex(
        graph, shape -> shape.size() + " B", Optional.empty(), name -> name);
  }

  private void noteInferred(HeapTypes known, UnaryOperator<String> nameOf) {
    for (ObjectType type : known.distinctTypes()) {
      if (type.certainty() == Certainty.INFERRED) {
        inferred.add(nameOf.apply(type.name()));
      }
    }
  }

  /** Of one name, objects known exactly and those inferred are one kind, as sure as the latter. */
  private ObjectType merged(String name, Certainty sure) {
    boolean both = sure == Certainty.EXACT && inferred.contains(name);
    return new ObjectType(name, both ? Certainty.INFERRED : sure);
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
  public int of(int object) {
    int type = types == null ? 0 : types.typeIndex(object);
    return type == 0 ? ofShape[graph.shape(object)] : ofType[type];
  }

  /** How many kinds there are. */
  public int count() {
    return names.size();
  }

  /** What a kind is called, and how sure that is. */
  public ObjectType name(int kind) {
    return names.get(kind);
  }
}
