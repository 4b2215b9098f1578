package dev.godump.export;

import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.paths.StepFields;
import dev.godump.heap.roots.RootLabel;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import org.jspecify.annotations.Nullable;

/**
 * Names of objects, their fields and roots: the same in every format as in godump's own answers.
 * Not thread-safe.
 */
public final class ObjectLabels {
  private static final String KEY = "key";

  private final HeapGraph graph;
  private final HeapTypes types;
  private final @Nullable String[] labelByShape;

  public ObjectLabels(HeapGraph graph, HeapTypes types) {
    this.graph = graph;
    this.types = types;
    this.labelByShape = new String[graph.shapes().size()];
  }

  /** Returns the name of an object's type, or null if it is unknown. */
  public @Nullable String typeName(int object) {
    return types.typeOf(object).map(ObjectType::name).orElse(null);
  }

  /** Returns the certainty of its type; {@link Certainty#UNKNOWN} if it has none. */
  public Certainty certainty(int object) {
    return types.typeOf(object).map(ObjectType::certainty).orElse(Certainty.UNKNOWN);
  }

  /** Returns the number of consecutive values of its type in an object; 0 if it is unknown. */
  public long valueCount(int object) {
    return types.typeOf(object).map(ObjectType::count).orElse(0L);
  }

  /** Returns an object's size and pointer words in words. */
  public String shapeLabel(int object) {
    int shape = graph.shapeIndex(object);
    String label = labelByShape[shape];
    if (label == null) {
      label = graph.shapes().get(shape).toString();
      labelByShape[shape] = label;
    }
    return label;
  }

  /** Returns the type, marked if it isn't certain, or the shape. */
  public String label(int object) {
    return types.typeOf(object).map(ObjectType::label).orElseGet(() -> shapeLabel(object));
  }

  /** As {@link #label}, but the header of a map is named as the map that it stands for. */
  public String wholeMapLabel(int object) {
    return types.typeOf(object).map(ObjectType::wholeMapLabel).orElseGet(() -> shapeLabel(object));
  }

  /** Returns the label without a mark on inferred types, which groups them with exact ones. */
  public String groupLabel(int object) {
    return types
        .typeOf(object)
        .filter(type -> type.certainty() == Certainty.INFERRED)
        .map(ObjectType::name)
        .orElseGet(() -> label(object));
  }

  /** Returns the field at an offset of an object, such as {@code .next}; empty if unknown. */
  public String fieldName(int object, long offset) {
    return types.fieldName(object, offset).orElse("");
  }

  /**
   * As {@link #fieldName}, with {@code […]} for the entry of a map, and {@code [key]} for a key.
   * Contents of the dump are not in it.
   *
   * @param whole the object, or the header of the map that it is inside of
   */
  public String fieldOrEntry(int whole, int object, long offset) {
    if (!types.isMapHeader(whole)) {
      return fieldName(object, offset);
    }
    String inside = StepFields.nameAt(types, object, offset);
    return inside.startsWith(KEY)
        ? "[" + KEY + "]" + inside.substring(KEY.length())
        : "[…]" + inside;
  }

  /** Returns the type of the values in an object, or null if its parts are unknown. */
  public @Nullable GoType elementType(int object) {
    return types.typeOf(object).map(ObjectType::element).orElse(null);
  }

  /** Returns the offset of the first value in an object. */
  public int valuesOffset(int object) {
    return types.headerSize(object);
  }

  /** Returns the location of a root, with its variable if that is known. */
  public RootLabel rootLabel(int root) {
    return RootLabel.of(graph, types.rootNames(), root);
  }
}
