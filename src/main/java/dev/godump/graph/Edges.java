package dev.godump.graph;

import dev.godump.vector.IntVector;
import dev.godump.vector.RowStarts;
import dev.godump.vector.Storage;
import java.util.function.IntConsumer;

/**
 * The pointers from objects to objects, one row per object, in the order of the object's pointer
 * fields. Nil pointers and pointers to anything but an object are left out. Safe for use by several
 * threads.
 *
 * <p>All rows are in one vector of targets. The last target of a row has its sign bit set, so a row
 * needs only its start. Walk a row with {@code for (long e = edges.first(id); e != Edges.NONE; e =
 * edges.next(e))}.
 */
public final class Edges {
  /** What {@link #first} and {@link #next} return after the last edge of a row. */
  public static final int NONE = RowStarts.NONE;

  public static final int LAST = 1 << 31;

  private final Storage storage;
  private final IntVector targets;
  private final RowStarts starts;
  private final long count;

  /**
   * @param storage for vectors computed from the edges
   * @param targets of all rows; entries between rows may be unused
   * @param starts index in {@code targets} of each object's first target
   * @param count total number of targets in all rows
   */
  public Edges(Storage storage, IntVector targets, RowStarts starts, long count) {
    this.storage = storage;
    this.targets = targets;
    this.starts = starts;
    this.count = count;
  }

  /** Returns the number of edges; two fields that point at the same object count as two. */
  public long count() {
    return count;
  }

  /** Returns an upper bound of all edges, exclusive. */
  public long limit() {
    return targets.size();
  }

  /** Returns the first edge of an object, or {@link #NONE}. */
  public long first(int id) {
    return starts.get(id);
  }

  /** Returns the next edge of the same row, or {@link #NONE}. */
  public long next(long edge) {
    return targets.get(edge) < 0 ? NONE : edge + 1;
  }

  /** Returns the object that an edge points at. */
  public int target(long edge) {
    return targets.get(edge) & ~LAST;
  }

  /** Visits the targets of an object's row in order. */
  public void forEach(int id, IntConsumer visitor) {
    for (long e = first(id); e != NONE; e = next(e)) {
      visitor.accept(target(e));
    }
  }

  /**
   * Returns the incoming edges: for each object, the objects that point at it in ascending order,
   * once per pointer. Takes time in proportion to all edges.
   *
   * @param objects the number of objects
   */
  public Edges reversed(int objects) {
    CsrBuilder rows = new CsrBuilder(storage, objects);
    for (int id = 0; id < objects; id++) {
      for (long e = first(id); e != NONE; e = next(e)) {
        rows.count(target(e));
      }
    }
    rows.startFilling();
    // fill rows from their ends, from the last source down, so that sources ascend
    for (int id = objects - 1; id >= 0; id--) {
      for (long e = first(id); e != NONE; e = next(e)) {
        rows.put(target(e), id);
      }
    }
    return rows.build();
  }
}
