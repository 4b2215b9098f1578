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
  private final String[] shapes;

  public DumpLabels(HeapGraph graph, HeapTypes types) {
    this.graph = graph;
    this.types = types;
    this.shapes = new String[graph.shapes().size()];
  }

  @Override
  public String type(int object) {
    return types.typeOf(object).map(ObjectType::name).orElse(null);
  }

  @Override
  public Certainty certainty(int object) {
    return types.typeOf(object).map(ObjectType::certainty).orElse(Certainty.UNKNOWN);
  }

  @Override
  public long count(int object) {
    return types.typeOf(object).map(ObjectType::count).orElse(0L);
  }

  @Override
  public String shape(int object) {
    int number = graph.shape(object);
    if (shapes[number] == null) {
      shapes[number] = graph.shapes().get(number).toString();
    }
    return shapes[number];
  }

  @Override
  public String label(int object) {
    return types.typeOf(object).map(ObjectType::label).orElseGet(() -> shape(object));
  }

  @Override
  public String kind(int object) {
    return certainty(object) == Certainty.INFERRED ? type(object) : label(object);
  }

  @Override
  public String field(int object, long offset) {
    return types.fieldName(object, offset).orElse("");
  }

  @Override
  public GoType element(int object) {
    return types.typeOf(object).map(ObjectType::element).orElse(null);
  }

  @Override
  public int start(int object) {
    return types.headerSize(object);
  }

  @Override
  public RootLabel place(int root) {
    return RootLabel.of(graph, types.rootNames(), root);
  }
}
