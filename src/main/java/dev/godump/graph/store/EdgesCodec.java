package dev.godump.graph.store;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexWriter;
import dev.godump.index.PlainInts;
import dev.godump.vector.IntVector;
import dev.godump.vector.RowStarts;
import dev.godump.vector.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * Stores all pointers in an index: as in {@link Edges}, the target of each, with the sign bit set
 * in the last of an object; and a bit for each object that has any. They are read all at once, and
 * numbers of a fixed size need no decoding.
 */
final class EdgesCodec {
  private static final String TARGETS = "edges";
  private static final String SOURCES = "objects with edges";

  private EdgesCodec() {}

  static void write(HeapGraph graph, IndexWriter out) throws IOException {
    Edges edges = graph.edges();
    int objects = graph.objects().count();
    ByteBuffer bytes =
        ByteBuffer.allocate((int) (words(objects) * Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    LongBuffer sources = bytes.asLongBuffer();
    for (int object = 0; object < objects; object++) {
      if (edges.first(object) != Edges.NONE) {
        sources.put(object >>> 6, sources.get(object >>> 6) | 1L << object);
      }
    }
    out.bytes(SOURCES, bytes.array());
    out.ints(TARGETS, edges.count(), new Targets(edges, objects));
  }

  private static long words(int objects) {
    return (objects + 63L) >>> 6;
  }

  /** The targets of all objects in order. */
  private static final class Targets implements IndexWriter.IntSequence {
    private final Edges edges;
    private final int objects;
    private int object = -1;

    /** The next edge of the object, or {@link Edges#NONE}. */
    private long edge = Edges.NONE;

    Targets(Edges edges, int objects) {
      this.edges = edges;
      this.objects = objects;
    }

    @Override
    public int next(int[] block) {
      int count = 0;
      while (count < block.length) {
        if (edge == Edges.NONE) {
          if (++object == objects) {
            return count;
          }
          edge = edges.first(object);
        } else {
          int target = edges.target(edge);
          edge = edges.next(edge);
          block[count++] = edge == Edges.NONE ? target | Edges.LAST : target;
        }
      }
      return count;
    }
  }

  /**
   * Reads all pointers.
   *
   * @param objects number of objects
   * @param count number of pointers
   * @throws DamagedIndexException if they don't fit the objects
   */
  static Edges read(IndexFile index, int objects, long count, Storage storage) {
    PlainInts stored = index.ints(TARGETS);
    LongBuffer sources =
        ByteBuffer.wrap(index.bytes(SOURCES)).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    if (stored.count() != count || sources.limit() != words(objects)) {
      throw new DamagedIndexException("its pointers are not of its objects");
    }
    IntVector targets = storage.ints(count);
    stored.forEach(targets::setAll);
    RowStarts starts = new RowStarts(storage, objects, count + 1);
    long edge = 0;
    for (int word = 0; word < sources.limit(); word++) {
      for (long left = sources.get(word); left != 0; left &= left - 1) {
        int object = word << 6 | Long.numberOfTrailingZeros(left);
        if (object >= objects) {
          throw new DamagedIndexException("pointers of more than " + objects + " objects");
        }
        starts.set(object, edge);
        edge = endOfRow(targets, edge, count, objects);
      }
    }
    if (edge != count) {
      throw new DamagedIndexException("pointers of no object");
    }
    return new Edges(storage, targets, starts, count);
  }

  private static long endOfRow(IntVector targets, long start, long count, int objects) {
    for (long edge = start; edge < count; edge++) {
      int target = targets.get(edge);
      if ((target & ~Edges.LAST) >= objects) {
        throw new DamagedIndexException("a pointer to none of " + objects + " objects");
      }
      if (target < 0) {
        return edge + 1;
      }
    }
    throw new DamagedIndexException("pointers without an end");
  }
}
