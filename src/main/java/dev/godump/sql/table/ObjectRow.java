package dev.godump.sql.table;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.HeapPart;
import dev.godump.sql.TableColumn;
import dev.godump.sql.TableRows;
import dev.godump.types.layout.SizeClasses;
import org.jspecify.annotations.Nullable;

/** The object that a cursor is at. */
final class ObjectRow implements TableRows.Cursor<ObjectRow> {
  private final ObjectProperties properties;
  private final HeapGraph graph;
  private final ObjectTable objects;
  private final int end;
  private int id;

  /**
   * @param from the first object
   * @param to the object after the last
   */
  ObjectRow(ObjectProperties properties, int from, int to) {
    this.properties = properties;
    this.graph = properties.graph();
    this.objects = graph.objects();
    this.id = from - 1;
    this.end = to;
  }

  @Override
  public boolean next() {
    id++;
    return id < end;
  }

  @Override
  public ObjectRow row() {
    return this;
  }

  long id() {
    return id;
  }

  long address() {
    return objects.address(id);
  }

  long size() {
    return objects.size(id);
  }

  int kind() {
    return properties.kinds().orElseThrow().codeOf(id);
  }

  long values() {
    long count = properties.kinds().orElseThrow().valuesOf(id);
    return count == 0 ? TableColumn.NULL : count;
  }

  String shape() {
    return properties.shapes().get(graph.shapeIndex(id));
  }

  long pointers() {
    return graph.shapes().get(graph.shapeIndex(id)).pointers();
  }

  @Nullable Boolean live() {
    return part().isLive();
  }

  String keptBy() {
    return part().label();
  }

  private HeapPart part() {
    return properties.parts().apply(id);
  }

  long retained() {
    return part() == HeapPart.UNKNOWN ? TableColumn.NULL : properties.retained().applyAsLong(id);
  }

  long dominator() {
    int dominator = properties.dominators().applyAsInt(id);
    return dominator == ObjectTable.NONE ? TableColumn.NULL : objects.address(dominator);
  }

  long distance() {
    int distance = properties.distances().applyAsInt(id);
    return distance == 0 ? TableColumn.NULL : distance;
  }

  String rootHolder() {
    return properties.rootHolders().apply(id);
  }

  @Nullable String site() {
    return properties.sites().apply(id);
  }

  long span() {
    long start = SizeClasses.spanStart(address(), size());
    return start == SizeClasses.NONE ? TableColumn.NULL : start;
  }
}
