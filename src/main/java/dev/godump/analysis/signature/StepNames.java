package dev.godump.analysis.signature;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.Shape;
import dev.godump.heap.paths.StepFields;
import dev.godump.types.ArrayName;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.program.SyncMapParts;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Names types and fields the same in every process: arrays without lengths, fields without indexes.
 * Without the executable, and for objects of unknown or guessed type, a type is a shape: for
 * arrays, the pointers of one element. Not thread-safe.
 */
final class StepNames {
  /** An object with fewer equal elements may be a struct. */
  private static final int MIN_ELEMENTS = 4;

  private static final String ENTRY = "[…]";

  private final HeapGraph graph;
  private final HeapTypes types;
  private final boolean typed;
  private final @Nullable String[] nameByType;

  /**
   * @param typed whether types come from the executable
   */
  StepNames(HeapGraph graph, HeapTypes types, boolean typed) {
    this.graph = graph;
    this.types = types;
    this.typed = typed;
    this.nameByType = new String[types.typeCount()];
  }

  /** Whether an object is a part of a map that only the map's header leads to. */
  boolean isInsideMap(int object) {
    return typed && types.isInsideMap(object);
  }

  /** Whether a sync.Map may point at an object. */
  boolean isSyncMap(int object) {
    return SyncMapParts.isHeader(types.type(types.typeIndex(object)).name());
  }

  /** The type of an object, or its shape. */
  String ofType(int object) {
    int type = typed ? types.typeIndex(object) : 0;
    if (type == 0) {
      return ofShape(object);
    }
    String known = nameByType[type];
    if (known == null) {
      ObjectType of = types.type(type);
      known = of.certainty() == Certainty.GUESS ? "" : ArrayName.folded(mapOf(of.name()));
      nameByType[type] = known;
    }
    return known.isEmpty() ? ofShape(object) : known;
  }

  /** The type of the map that what a sync.Map points at is; other names stay as they are. */
  private static String mapOf(String type) {
    return SyncMapParts.isHeader(type) ? SyncMapParts.mapOf(type).orElse(type) : type;
  }

  private String ofShape(int object) {
    Shape shape = graph.shapes().get(graph.shapeIndex(object));
    int period = elementPointers(shape);
    if (shape.pointers() == 0) {
      return "noptr";
    } else if (period == 0) {
      return shape.pointers() > shape.offsets().length ? "array" : shape.toString();
    }
    StringJoiner pointers = new StringJoiner(",");
    for (int i = 0; i < period; i++) {
      pointers.add(Long.toString(shape.offsets()[i] - shape.offsets()[0]));
    }
    return "ptrs@" + pointers + " every " + elementSize(shape, period) + " B";
  }

  /** The number of pointers in an element, if the shape is that of an array; else 0. */
  private static int elementPointers(Shape shape) {
    long[] offsets = shape.offsets();
    for (int period = 1; period <= offsets.length / MIN_ELEMENTS; period++) {
      long size = elementSize(shape, period);
      int i = period;
      while (i < offsets.length && offsets[i] - offsets[i - period] == size) {
        i++;
      }
      if (i == offsets.length) {
        return period;
      }
    }
    return 0;
  }

  private static long elementSize(Shape shape, int pointers) {
    return shape.offsets()[pointers] - shape.offsets()[0];
  }

  /**
   * The field at an offset of an object, {@code .buf}; an entry of a map is {@code […]}. Empty
   * without a type: where an element or entry is differs between processes.
   */
  String ofField(int object, long offset) {
    if (!typed || ofType(object).equals(ofShape(object))) {
      return isInsideMap(object) ? ENTRY : "";
    }
    String field = StepFields.nameAt(types, object, offset);
    if (isInsideMap(object)) {
      return ENTRY + (field.startsWith(".") ? field : "");
    }
    return field;
  }
}
