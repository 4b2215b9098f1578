package dev.godump.sql.table;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.histogram.PackageName;
import dev.godump.sql.TableHeap;
import dev.godump.types.ArrayName;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers what is known of an object's type from 0: the types of a heap, then its shapes, for
 * objects of unknown type.
 */
final class KindCodes {
  private static final String UNKNOWN_PACKAGE = "(unknown types)";

  private final HeapGraph graph;
  private final HeapTypes types;
  private final List<Kind> kinds = new ArrayList<>();

  /** A type, or a shape in place of one. */
  record Kind(String type, String group, String inPackage, Certainty certainty) {}

  private KindCodes(HeapGraph graph, HeapTypes types) {
    this.graph = graph;
    this.types = types;
    // nothing has the type of index 0
    kinds.add(new Kind("", "", UNKNOWN_PACKAGE, Certainty.UNKNOWN));
    for (int index = 1; index < types.typeCount(); index++) {
      ObjectType type = types.type(index);
      kinds.add(
          new Kind(
              type.name(),
              ArrayName.folded(type.name()),
              PackageName.of(type.name()),
              type.certainty()));
    }
    graph.shapes().stream()
        .map(Object::toString)
        .forEach(shape -> kinds.add(new Kind(shape, shape, UNKNOWN_PACKAGE, Certainty.UNKNOWN)));
  }

  /** Returns those of a heap, which are numbered once. */
  static KindCodes of(TableHeap heap) {
    try {
      return heap.once(
          KindCodes.class, () -> new KindCodes(heap.heap().graph(), heap.heap().types()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int count() {
    return kinds.size();
  }

  Kind get(int code) {
    return kinds.get(code);
  }

  /** Returns the number of an object's kind. */
  int codeOf(int object) {
    int type = types.typeIndex(object);
    return type == 0 ? types.typeCount() + graph.shapeIndex(object) : type;
  }

  /** Returns the number of consecutive values of an object's type; 0 if the type is unknown. */
  long valuesOf(int object) {
    int type = types.typeIndex(object);
    return type == 0 ? 0 : types.type(type).count();
  }
}
