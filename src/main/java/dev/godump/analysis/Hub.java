package dev.godump.analysis;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.index.IndexFile;
import dev.godump.graph.index.IndexWriter;
import dev.godump.graph.index.IntColumn;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;

/**
 * An object that much of the heap leads to and that leads to much of it. Most real heaps have a large
 * part in which everything leads to everything; what leads to any object behind it is that part and
 * what leads to it, and need not be found anew for each.
 */
interface Hub {
  /** Whether there are edges from it to an object. */
  boolean leadsTo(int object);

  /** Whether there are edges to it from an object. */
  boolean isLedToFrom(int object);

  /** The hubs of a heap, found by walks back from some objects; the same for the same heap. */
  static List<Hub> find(HeapGraph graph, DominatorTree tree) {
    return new Finder(graph, tree).find();
  }

  /** Writes hubs. */
  static void write(List<Hub> hubs, int objects, IndexWriter out) throws IOException {
    for (int i = 0; i < hubs.size(); i++) {
      Hub hub = hubs.get(i);
      out.deltaColumn("behind hub " + i, words(objects), word -> word(hub::leadsTo, word, objects));
      out.deltaColumn("before hub " + i, words(objects), word -> word(hub::isLedToFrom, word, objects));
    }
  }

  private static int words(int objects) {
    return (objects + 15) >>> 4;
  }

  private static int word(IntPredicate bits, int word, int objects) {
    int value = 0;
    for (int bit = 0; bit < 16 && (word << 4) + bit < objects; bit++) {
      value |= bits.test((word << 4) + bit) ? 1 << bit : 0;
    }
    return value;
  }

  /** The hubs that were written. */
  static List<Hub> open(IndexFile index) {
    List<Hub> hubs = new ArrayList<>();
    for (int i = 0; index.has("behind hub " + i); i++) {
      hubs.add(new Stored(index.deltaColumn("behind hub " + i, 1 << 16), index.deltaColumn("before hub " + i, 1 << 16)));
    }
    return hubs;
  }

  /** Its objects in two columns, 16 to a number. */
  record Stored(IntColumn behind, IntColumn before) implements Hub {
    @Override
    public boolean leadsTo(int object) {
      return (behind.get(object >>> 4) & 1 << (object & 15)) != 0;
    }

    @Override
    public boolean isLedToFrom(int object) {
      return (before.get(object >>> 4) & 1 << (object & 15)) != 0;
    }
  }

  /** Its objects in two arrays of bits. */
  record Found(long[] behind, long[] before) implements Hub {
    @Override
    public boolean leadsTo(int object) {
      return (behind[object >>> 6] & 1L << object) != 0;
    }

    @Override
    public boolean isLedToFrom(int object) {
      return (before[object >>> 6] & 1L << object) != 0;
    }
  }

  /** Looks for hubs. */
  final class Finder {
    private static final int MOST_HUBS = 4;
    private static final int SAMPLES = 200;

    /** A walk back that meets more objects than these calls for a hub. */
    private static final int FAR = 20_000;

    private final HeapGraph graph;
    private final DominatorTree tree;
    private final List<Hub> hubs = new ArrayList<>();

    private Finder(HeapGraph graph, DominatorTree tree) {
      this.graph = graph;
      this.tree = tree;
    }

    List<Hub> find() {
      Random random = new Random(1);
      int objects = graph.objects().count();
      for (int i = 0; i < SAMPLES && objects > FAR && hubs.size() < MOST_HUBS; i++) {
        int object = random.nextInt(objects);
        if (tree.live(object)) {
          look(object);
        }
      }
      return hubs;
    }

    /** Makes the object where a walk back was given up a hub. */
    private void look(int object) {
      List<Hub> passed = hubs.stream().filter(hub -> hub.leadsTo(object)).toList();
      long[] met = bits();
      IntArrayList queue = new IntArrayList();
      mark(met, object, queue);
      for (int head = 0; head < queue.size() && queue.size() < FAR; head++) {
        graph
            .referrers()
            .forEach(
                queue.getInt(head),
                source -> {
                  if (tree.live(source) && passed.stream().noneMatch(hub -> hub.isLedToFrom(source))) {
                    mark(met, source, queue);
                  }
                });
      }
      if (queue.size() >= FAR) {
        int hub = queue.getInt(queue.size() - 1);
        hubs.add(new Found(behind(hub), before(hub)));
      }
    }

    private long[] bits() {
      return new long[(graph.objects().count() + 63) >>> 6];
    }

    private static void mark(long[] bits, int object, IntArrayList queue) {
      if ((bits[object >>> 6] & 1L << object) == 0) {
        bits[object >>> 6] |= 1L << object;
        queue.add(object);
      }
    }

    private long[] behind(int hub) {
      long[] behind = bits();
      IntArrayList todo = new IntArrayList();
      mark(behind, hub, todo);
      Edges edges = graph.edges();
      while (!todo.isEmpty()) {
        for (long e = edges.first(todo.popInt()); e >= 0; e = edges.next(e)) {
          mark(behind, edges.target(e), todo);
        }
      }
      return behind;
    }

    private long[] before(int hub) {
      long[] before = bits();
      IntArrayList todo = new IntArrayList();
      mark(before, hub, todo);
      while (!todo.isEmpty()) {
        graph.referrers().forEach(todo.popInt(), source -> mark(before, source, todo));
      }
      return before;
    }
  }
}
