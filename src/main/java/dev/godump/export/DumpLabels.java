package dev.godump.export;

import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.roots.RootLabel;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;

/** Names as far as the dump, and the program that wrote it, give them away. */
public final class DumpLabels implements ObjectLabels {
  private final HeapGraph graph;
  private final HeapTypes types;
  private final String[] labelByShape;

  public DumpLabels(HeapGraph graph, HeapTypes types) {
    this.graph = graph;
    this.types = types;
    this.labelByShape = new String[graph.shapes().size()];
  }

  @Override
  public String typeName(int object) {
    return types.typeOf(object).map(ObjectType::name).orElse(null);
  }

  @Override
  public Certainty certainty(int object) {
    return types.typeOf(object).map(ObjectType::certainty).orElse(Certainty.UNKNOWN);
  }

  @Override
  public long valueCount(int object) {
    return types.typeOf(object).map(ObjectType::count).orElse(0L);
  }

  @Override
  public String shapeLabel(int object) {
    int number = graph.shapeIndex(object);
    if (labelByShape[number] == null) {
      labelByShape[number] = graph.shapes().get(number).toString();
    }
    return labelByShape[number];
  }

  @Override
  public String label(int object) {
    return types.typeOf(object).map(ObjectType::label).orElseGet(() -> shapeLabel(object));
  }

  @Override
  public String groupLabel(int object) {
    return certainty(object) == Certainty.INFERRED ? typeName(object) : label(object);
  }

  @Override
  public String fieldName(int object, long offset) {
    return types.fieldName(object, offset).orElse("");
  }

  @Override
  public GoType elementType(int object) {
    return types.typeOf(object).map(ObjectType::element).orElse(null);
  }

  @Override
  public int valuesOffset(int object) {
    return types.headerSize(object);
  }

  @Override
  public RootLabel rootLabel(int root) {
    return RootLabel.of(graph, types.rootNames(), root);
  }
}
