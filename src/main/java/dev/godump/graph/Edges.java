package dev.godump.graph;

import dev.godump.vector.IntVector;
import dev.godump.vector.RowStarts;
import dev.godump.vector.Storage;
import java.util.function.IntConsumer;

/**
 * The pointers from objects to objects, a row per object. A row lies in one vector of targets, in
 * the order of its pointer fields; the last target of a row has its sign bit set, so a row needs
 * its start only. Nil pointers and pointers to anything but an object are not there.
 *
 * <p>Walk a row with {@code for (long e = edges.first(id); e >= 0; e = edges.next(e))}.
 */
public final class Edges {
  public static final int LAST = 1 << 31;

  private final Storage storage;
  private final IntVector targets;
  private final RowStarts starts;
  private final long count;

  /**
   * @param storage where what is made of them goes
   * @param targets of all rows; entries between rows may be unused
   * @param starts where each object's row starts
   * @param count how many targets all rows have
   */
  public Edges(Storage storage, IntVector targets, RowStarts starts, long count) {
    this.storage = storage;
    this.targets = targets;
    this.starts = starts;
    this.count = count;
  }

  /** How many edges there are; two fields that lead to the same object are two. */
  public long count() {
    return count;
  }

  /** A bound of all edges: each is below it. */
  public long limit() {
    return targets.size();
  }

  /** The first edge of an object, or -1 if it has none. */
  public long first(int id) {
    return starts.get(id);
  }

  /** The edge after an edge in the same row, or -1. */
  public long next(long edge) {
    return targets.get(edge) < 0 ? -1 : edge + 1;
  }

  /** The id of the object that an edge leads to. */
  public int target(long edge) {
    return targets.get(edge) & ~LAST;
  }

  /** Shows the targets of an object's row in order. */
  public void forEach(int id, IntConsumer visitor) {
    for (long e = first(id); e >= 0; e = next(e)) {
      visitor.accept(target(e));
    }
  }

  /**
   * All edges turned round: the row of an object has the objects that point at it, by id, as often
   * as they do.
   *
   * @param objects how many there are
   */
  public Edges reversed(int objects) {
    CsrBuilder rows = new CsrBuilder(storage, objects);
    for (int id = 0; id < objects; id++) {
      for (long e = first(id); e >= 0; e = next(e)) {
        rows.count(target(e));
      }
    }
    rows.startFilling();
    // from the last source down, each row filled from its end, so that sources ascend
    for (int id = objects - 1; id >= 0; id--) {
      for (long e = first(id); e >= 0; e = next(e)) {
        rows.put(target(e), id);
      }
    }
    return rows.build();
  }
}
