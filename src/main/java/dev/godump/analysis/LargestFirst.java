package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.longs.Long2IntMap;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2IntRBTreeMap;
import it.unimi.dsi.fastutil.longs.LongComparators;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The largest objects of a heap, equal ones by address. A list of few takes one pass over all sizes
 * and a bit per object; a longer one takes up to 12 bytes per object.
 *
 * @param ids of the largest objects, as many as requested
 * @param selected number of all that were selected
 */
public record LargestFirst(int[] ids, long selected) {
  /** So many are found without an array of all sizes. */
  static final int FEW = 4096;

  /**
   * Returns objects by size of their slots.
   *
   * @param filter selects them; all if empty
   * @param limit the most to return
   */
  public static LargestFirst bySize(HeapGraph graph, Optional<IntPredicate> filter, int limit) {
    Selection selection = new Selection(graph.objects().count(), filter);
    if (limit > FEW) {
      return new LargestFirst(bySize(graph, selection, limit), selection.size);
    }
    Ranking ranking = new Ranking(limit);
    graph
        .objects()
        .forEachRange(
            (from, to, size) -> {
              // of equal sizes the first are admitted
              for (int id = from; id < to && ranking.admits(id, size); id++) {
                if (selection.contains(id)) {
                  ranking.add(id, size);
                }
              }
            });
    return new LargestFirst(ranking.ids(), selection.size);
  }

  /**
   * Returns many ids by size: there are few different sizes, so their objects are counted first.
   */
  private static int[] bySize(HeapGraph graph, Selection selection, int limit) {
    Long2IntRBTreeMap counts = new Long2IntRBTreeMap(LongComparators.OPPOSITE_COMPARATOR);
    graph
        .objects()
        .forEachRange((from, to, size) -> counts.addTo(size, selection.countIn(from, to)));
    Long2IntOpenHashMap nextBySize = new Long2IntOpenHashMap();
    int before = 0;
    for (Long2IntMap.Entry entry : counts.long2IntEntrySet()) {
      nextBySize.put(entry.getLongKey(), before);
      before += entry.getIntValue();
    }
    int[] ids = new int[Math.min(limit, before)];
    graph
        .objects()
        .forEachRange(
            (from, to, size) -> {
              int next = nextBySize.get(size);
              for (int id = from; id < to && next < ids.length; id++) {
                if (selection.contains(id)) {
                  ids[next++] = id;
                }
              }
              nextBySize.put(size, next);
            });
    return ids;
  }

  /**
   * Returns objects by {@linkplain Heap#retainedByObject retained size}.
   *
   * @param filter selects them; all if empty
   * @param limit the most to return
   */
  public static LargestFirst byRetained(Heap heap, Optional<IntPredicate> filter, int limit)
      throws IOException {
    if (filter.isPresent() || limit > FEW) {
      return searchByRetained(heap, filter, limit);
    }
    LargestFirst few =
        heap.once(LargestFirst.class, () -> searchByRetained(heap, Optional.empty(), FEW));
    return new LargestFirst(Arrays.copyOf(few.ids, Math.min(limit, few.ids.length)), few.selected);
  }

  private static LargestFirst searchByRetained(Heap heap, Optional<IntPredicate> filter, int limit)
      throws IOException {
    // an object is live in one of the heaps at most
    List<DominatorTree> trees = heap.unrecorded().heaps().stream().map(Heap::tree).toList();
    Selection selection = new Selection(heap.graph().objects().count(), filter);
    SortedMap<Integer, Long> special = heap.retainedByGoroutineObjects();
    if (limit > FEW) {
      long[] sizes = new long[selection.count];
      forEach(
          trees,
          (tree, node, retained) -> {
            if (tree.object(node) >= 0) {
              sizes[tree.object(node)] = retained;
            }
          });
      special.forEach((id, retained) -> sizes[id] = retained);
      return selection.sorted(sizes, limit);
    }
    Ranking ranking = new Ranking(limit);
    forEach(
        trees,
        (tree, node, retained) -> {
          if (ranking.admits(retained)) {
            int id = tree.object(node);
            if (id >= 0 && selection.contains(id) && !special.containsKey(id)) {
              ranking.add(id, retained);
            }
          }
        });
    special.forEach(
        (id, retained) -> {
          if (selection.contains(id)) {
            ranking.add(id, retained);
          }
        });
    for (int id = 0; id < selection.count && ranking.admits(id, 0); id++) {
      int object = id;
      boolean garbage = trees.stream().noneMatch(tree -> tree.isLive(object));
      if (garbage && selection.contains(id) && !special.containsKey(id)) {
        ranking.add(id, 0);
      }
    }
    return new LargestFirst(ranking.ids(), selection.size);
  }

  /** Takes a node of a tree and its retained size. */
  @FunctionalInterface
  private interface NodeVisitor {
    void visit(DominatorTree tree, int node, long retained);
  }

  private static void forEach(List<DominatorTree> trees, NodeVisitor visitor) {
    for (DominatorTree tree : trees) {
      tree.forEachAfter(
          DominatorTree.ROOT, (node, dominator, retained) -> visitor.visit(tree, node, retained));
    }
  }

  /** The objects that a filter selects, evaluated in their order, in which an index is fast. */
  private static final class Selection {
    private final int count;
    private final @Nullable IdSet selected;
    private final int size;

    Selection(int count, Optional<IntPredicate> filter) {
      this.count = count;
      this.selected = filter.isEmpty() ? null : new IdSet(count);
      int found = filter.isEmpty() ? count : 0;
      for (int id = 0; selected != null && id < count; id++) {
        if (filter.get().test(id)) {
          selected.add(id);
          found++;
        }
      }
      this.size = found;
    }

    boolean contains(int id) {
      return selected == null || selected.contains(id);
    }

    /** Returns how many ids from one up to another, not included, are selected. */
    int countIn(int from, int to) {
      if (selected == null) {
        return to - from;
      }
      int found = 0;
      for (int id = from; id < to; id++) {
        found += selected.contains(id) ? 1 : 0;
      }
      return found;
    }

    LargestFirst sorted(long[] sizes, int limit) {
      return new LargestFirst(SizeBuckets.largestFirst(sizes, this::contains, limit), size);
    }
  }

  /** Some objects with the largest sizes seen. */
  private static final class Ranking {
    private static final Comparator<Sized> SMALLEST_FIRST =
        Comparator.comparingLong(Sized::size).thenComparing(Sized::id, Comparator.reverseOrder());

    private final int limit;
    private final PriorityQueue<Sized> kept = new PriorityQueue<>(SMALLEST_FIRST);

    private record Sized(int id, long size) {}

    Ranking(int limit) {
      this.limit = limit;
    }

    /** Whether an object of a size may be among the largest. */
    boolean admits(long size) {
      return kept.size() < limit || size >= kept.element().size();
    }

    /** Whether an object is among the largest so far. */
    boolean admits(int id, long size) {
      return kept.size() < limit
          || size > kept.element().size()
          || (size == kept.element().size() && id < kept.element().id());
    }

    void add(int id, long size) {
      if (admits(id, size)) {
        if (kept.size() == limit) {
          kept.remove();
        }
        kept.add(new Sized(id, size));
      }
    }

    int[] ids() {
      return kept.stream().sorted(SMALLEST_FIRST.reversed()).mapToInt(Sized::id).toArray();
    }
  }
}
