package dev.godump.types;

import dev.godump.binary.type.GoType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An index per object into a table of types, with the counts of the inference that found them.
 * Index 0 has no type. Read-only.
 */
public final class TypesByObject {
  private final IntUnaryOperator indexByObject;
  private final List<ObjectType> types;
  private final List<RuntimePart> runtimePartByType;

  /** The type of one value, before types of one name are merged; null without a description. */
  private final List<GoType> elementByType;

  private final long conflicts;
  private final long contradictions;

  /**
   * @param indexByObject indexes in {@code types} and {@code runtimePartByType}
   * @param types types by index; null at 0. Those of the same name, certainty and count are merged.
   * @param runtimePartByType null for types that are not a part of a map or channel
   * @param conflicts how often two unrelated types both fit an object
   * @param contradictions how often a type was rejected because it doesn't fit the object's
   *     pointers or size
   */
  public TypesByObject(
      IntUnaryOperator indexByObject,
      List<ObjectType> types,
      List<RuntimePart> runtimePartByType,
      long conflicts,
      long contradictions) {
    this(
        indexByObject,
        types,
        runtimePartByType,
        types.stream().map(type -> type == null ? null : type.element()).toList(),
        conflicts,
        contradictions);
  }

  /** As the other constructor, with the types of single values where those were merged before. */
  TypesByObject(
      IntUnaryOperator indexByObject,
      List<ObjectType> types,
      List<RuntimePart> runtimePartByType,
      List<GoType> elementByType,
      long conflicts,
      long contradictions) {
    this.indexByObject = indexByObject;
    this.types = unique(types);
    this.runtimePartByType = runtimePartByType;
    this.elementByType = elementByType;
    this.conflicts = conflicts;
    this.contradictions = contradictions;
  }

  private static List<ObjectType> unique(List<ObjectType> table) {
    Map<String, ObjectType> known = new HashMap<>();
    List<ObjectType> types = new ArrayList<>();
    for (ObjectType type : table) {
      ObjectType before = type == null ? null : known.putIfAbsent(keyOf(type), type);
      types.add(before == null ? type : before);
    }
    return types;
  }

  /** The parts of a map have one name for any number of values. */
  private static String keyOf(ObjectType type) {
    return type.certainty() + " " + type.count() + " " + type.name();
  }

  /** The same types without guesses. */
  TypesByObject withoutGuesses() {
    List<ObjectType> sure = new ArrayList<>();
    types.forEach(
        type -> sure.add(type == null || type.certainty() == Certainty.GUESS ? null : type));
    return new TypesByObject(
        indexByObject, sure, runtimePartByType, elementByType, conflicts, contradictions);
  }

  /** The index of an object's type; 0 if the type is unknown. */
  int indexOf(int object) {
    int index = indexByObject.applyAsInt(object);
    return types.get(index) == null ? 0 : index;
  }

  /** Whether there is a type at an index. */
  boolean hasType(int index) {
    return types.get(index) != null;
  }

  /** The type at an index other than 0. */
  ObjectType type(int index) {
    return types.get(index);
  }

  /** The type of one value of the type at an index; unlike that of {@link #type}, never another. */
  @Nullable GoType element(int index) {
    return elementByType.get(index);
  }

  /** The number of indexes, including 0. */
  int count() {
    return types.size();
  }

  /** The type of an object, or null. */
  @Nullable ObjectType typeOf(int object) {
    return types.get(indexByObject.applyAsInt(object));
  }

  /** The part of a map or channel that the type at an index is, or null. */
  @Nullable RuntimePart runtimePart(int index) {
    return runtimePartByType.get(index);
  }

  /** The part of a map or channel that an object is, or null. */
  @Nullable RuntimePart runtimePartOf(int object) {
    return runtimePartByType.get(indexByObject.applyAsInt(object));
  }

  /** All types that objects have. */
  Set<ObjectType> distinct() {
    return new LinkedHashSet<>(types.stream().filter(Objects::nonNull).toList());
  }

  long conflicts() {
    return conflicts;
  }

  long contradictions() {
    return contradictions;
  }
}
