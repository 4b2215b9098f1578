package dev.godump.sql.table;

import dev.godump.graph.Edges;
import dev.godump.graph.ObjectTable;
import dev.godump.sql.TableColumn;
import dev.godump.sql.TableRows;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The pointer that a cursor is at, read from the graph alone: its offsets are unknown. */
class RefRow implements TableRows.Cursor<RefRow> {
  private final ObjectTable objects;
  private final Edges edges;
  private final int end;
  private int source;
  private long edge = Edges.NONE;

  /**
   * @param from the first source
   * @param to the object after the last
   */
  RefRow(ObjectTable objects, Edges edges, int from, int to) {
    this.objects = objects;
    this.edges = edges;
    this.source = from - 1;
    this.end = to;
  }

  @Override
  public boolean next() throws IOException {
    edge = edge == Edges.NONE ? Edges.NONE : edges.next(edge);
    while (edge == Edges.NONE && ++source < end) {
      edge = edges.first(source);
    }
    return edge != Edges.NONE;
  }

  @Override
  public final RefRow row() {
    return this;
  }

  final ObjectTable objects() {
    return objects;
  }

  final int sourceObject() {
    return source;
  }

  final int targetObject() {
    return edges.target(edge);
  }

  /** Returns bytes from the start of the source to the pointer. */
  long sourceOffset() {
    return TableColumn.NULL;
  }

  /** Returns bytes from the start of the target to where the pointer leads. */
  long targetOffset() {
    return TableColumn.NULL;
  }

  /** Returns the field of the source that has the pointer, or null. */
  @Nullable String field() {
    return null;
  }

  final long sourceId() {
    return source;
  }

  final long source() {
    return objects.address(source);
  }

  final long targetId() {
    return edges.target(edge);
  }

  final long target() {
    return objects.address(edges.target(edge));
  }
}
