package dev.godump.heap.histogram;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.Shape;
import dev.godump.types.ArrayName;
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
import org.jspecify.annotations.Nullable;

/**
 * Numbers kinds of objects from 0. A kind is a type if it is known, else a shape, with {@link
 * Certainty#UNKNOWN}. Shapes with the same text are one kind.
 */
public final class TypeOrShapeIndex {
  private static final String UNTYPED = "(unknown types)";

  private final HeapGraph graph;

  /** Null if objects are not grouped by type. */
  private final @Nullable HeapTypes types;

  private final List<ObjectType> typeByKind = new ArrayList<>();
  private final Map<ObjectType, Integer> kindByType = new HashMap<>();
  private final Set<String> inferred = new HashSet<>();
  private final int[] kindByShape;
  private final int[] kindByTypeNumber;

  private TypeOrShapeIndex(
      HeapGraph graph,
      Function<Shape, String> text,
      Optional<HeapTypes> types,
      UnaryOperator<String> nameOf) {
    this.graph = graph;
    this.types = types.orElse(null);
    kindByShape = new int[graph.shapes().size()];
    for (int i = 0; i < kindByShape.length; i++) {
      kindByShape[i] = kind(new ObjectType(text.apply(graph.shapes().get(i)), Certainty.UNKNOWN));
    }
    kindByTypeNumber = new int[types.map(HeapTypes::typeCount).orElse(0)];
    types.ifPresent(
        known -> {
          noteInferred(known, nameOf);
          for (int i = 1; i < kindByTypeNumber.length; i++) {
            ObjectType type = known.type(i);
            kindByTypeNumber[i] = kind(merged(nameOf.apply(type.name()), type.certainty()));
          }
        });
  }

  /** As {@link #byType}, with arrays of all lengths as one kind. */
  static TypeOrShapeIndex byFoldedType(HeapGraph graph, HeapTypes types) {
    return new TypeOrShapeIndex(graph, Shape::toString, Optional.of(types), ArrayName::folded);
  }

  /** By type if it is known, else by shape. */
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

  /** Makes exact and inferred types of one name one kind, with the lower certainty. */
  private ObjectType merged(String name, Certainty sure) {
    boolean both = sure == Certainty.EXACT && inferred.contains(name);
    return new ObjectType(name, both ? Certainty.INFERRED : sure);
  }

  private int kind(ObjectType name) {
    Integer known = kindByType.putIfAbsent(name, typeByKind.size());
    if (known == null) {
      typeByKind.add(name);
      return typeByKind.size() - 1;
    }
    return known;
  }

  /** The kind of an object. */
  public int kindOf(int object) {
    int type = types == null ? 0 : types.typeIndex(object);
    return type == 0 ? kindOfShape(graph.shapeIndex(object)) : kindByTypeNumber[type];
  }

  /** The kind of the objects of a shape whose type is unknown. */
  int kindOfShape(int shape) {
    return kindByShape[shape];
  }

  /** The number of kinds. */
  public int count() {
    return typeByKind.size();
  }

  /** The name and certainty of a kind. */
  public ObjectType type(int kind) {
    return typeByKind.get(kind);
  }
}
