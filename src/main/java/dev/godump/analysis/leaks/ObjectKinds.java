package dev.godump.analysis.leaks;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.Shape;
import dev.godump.types.ArrayName;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.vector.Storage;
import dev.godump.vector.WideColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers kinds of similar objects from 0. One kind is one Go type; arrays of the same element type
 * are one kind, whatever their lengths. Objects without a certain type are one kind if they have
 * the same shape, or if none of them has pointers. Takes a byte or two per object: kinds are asked
 * for in the order of the dominator tree, in which types of an index are slow to look up.
 */
final class ObjectKinds {
  /** Types have no such name. */
  private static final String SHAPE = "(shape)";

  private static final int NO_TYPE = -1;

  private final WideColumn kindByObject = new WideColumn(Storage.HEAP, 0);
  private final Map<String, Integer> kindByName = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  ObjectKinds(HeapGraph graph, HeapTypes types) {
    int[] kindByType = new int[types.typeCount()];
    for (int i = 1; i < kindByType.length; i++) {
      if (!types.hasType(i)) {
        kindByType[i] = NO_TYPE;
        continue;
      }
      ObjectType type = types.type(i);
      boolean certain =
          type.certainty() == Certainty.EXACT || type.certainty() == Certainty.INFERRED;
      kindByType[i] = certain ? kind(nameOf(type)) : NO_TYPE;
    }
    int[] kindByShape = new int[graph.shapes().size()];
    for (int i = 0; i < kindByShape.length; i++) {
      Shape shape = graph.shapes().get(i);
      kindByShape[i] = kind(shape.pointers() == 0 ? SHAPE : SHAPE + " " + shape);
    }
    for (int object = 0; object < graph.objects().count(); object++) {
      int type = types.typeIndex(object);
      boolean typed = type != 0 && kindByType[type] != NO_TYPE;
      kindByObject.add(typed ? kindByType[type] : kindByShape[graph.shapeIndex(object)]);
    }
  }

  private static String nameOf(ObjectType type) {
    if (type.count() == 1 || type.element() == null) {
      return type.name();
    }
    return ArrayName.folded(type.name());
  }

  private int kind(String name) {
    Integer known = kindByName.putIfAbsent(name, names.size());
    if (known == null) {
      names.add(name);
      return names.size() - 1;
    }
    return known;
  }

  /** Whether objects of a kind may have nothing in common but that they have no pointers. */
  boolean isMixed(int kind) {
    return names.get(kind).equals(SHAPE);
  }

  /** The type of a kind, {@code []T} for arrays; empty if the kind is one shape. */
  Optional<String> type(int kind) {
    String name = names.get(kind);
    return name.startsWith(SHAPE) ? Optional.empty() : Optional.of(name);
  }

  /** The kind of an object. */
  int of(int object) {
    return kindByObject.get(object);
  }

  /** The number of kinds. */
  int count() {
    return names.size();
  }
}
