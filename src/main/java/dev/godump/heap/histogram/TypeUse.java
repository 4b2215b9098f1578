package dev.godump.heap.histogram;

import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.NodeKeys;
import dev.godump.heap.dominators.RetainedByKey;
import dev.godump.types.ArrayName;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many values of a type the heap has, as objects and as elements of array objects. Values in
 * fields, on stacks and in package variables are not counted.
 *
 * @param name of the type
 * @param type its description, or null if only the name is known
 * @param objects that consist of one or several values
 * @param values in those
 * @param bytes of the objects' slots
 */
public record TypeUse(String name, @Nullable GoType type, long objects, long values, long bytes) {

  /** All types of objects, those with most bytes first. */
  public static List<TypeUse> of(HeapGraph graph, HeapTypes types) {
    long[] objects = new long[types.typeCount()];
    long[] bytes = new long[objects.length];
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              objects[types.typeIndex(id)]++;
              bytes[types.typeIndex(id)] += size;
            });
    Map<String, TypeUse> byName = new LinkedHashMap<>();
    for (int number = 1; number < objects.length; number++) {
      if (objects[number] > 0) {
        ObjectType type = types.type(number);
        String name = name(type);
        byName.merge(
            name,
            new TypeUse(
                name,
                type.element(),
                objects[number],
                objects[number] * type.count(),
                bytes[number]),
            TypeUse::plus);
      }
    }
    List<TypeUse> all = new ArrayList<>(byName.values());
    all.sort(Comparator.comparingLong(TypeUse::bytes).reversed().thenComparing(TypeUse::name));
    return List.copyOf(all);
  }

  /** The name of the type of an object's values. */
  static String name(ObjectType type) {
    return type.count() == 1 ? type.name() : ArrayName.element(type.name());
  }

  private TypeUse plus(TypeUse other) {
    return new TypeUse(
        name,
        type == null ? other.type : type,
        objects + other.objects,
        values + other.values,
        bytes + other.bytes);
  }

  /**
   * Bytes of all objects that objects of a type dominate, themselves included, each counted once.
   */
  public static long retained(DominatorTree tree, HeapTypes types, String name) {
    boolean[] wanted = new boolean[types.typeCount()];
    for (int number = 1; number < wanted.length; number++) {
      wanted[number] = name(types.type(number)).equals(name);
    }
    return RetainedByKey.of(tree, object -> wanted[types.typeIndex(object)] ? 0 : NodeKeys.NONE, 1)[
        0];
  }
}
