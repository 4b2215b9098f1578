package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.GoroutinePartition;
import dev.godump.heap.roots.GoroutineLabels;
import dev.godump.heap.roots.GoroutineLabels.LabelSet;
import dev.godump.heap.roots.GoroutineStacks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The memory of goroutines by their pprof labels.
 *
 * @param rows one for each set of labels, in the order of the first goroutine with it
 * @param live bytes of all live objects
 */
public record LabelMemory(List<Row> rows, long live) {
  private static final int BATCH = Long.SIZE;

  /**
   * The goroutines with one set of labels.
   *
   * @param goroutines their number
   * @param retained what would be garbage if all of them exited
   * @param reached what they reach, among it what others reach
   * @param stack bytes of their stacks, without those that are unknown
   */
  public record Row(
      LabelSet labels, long goroutines, ObjectTotal retained, ObjectTotal reached, long stack) {}

  /**
   * Measures goroutines by labels. Takes one walk over the heap, and one for every 64 sets.
   *
   * @param selected tells by index whether to count a goroutine
   */
  public static LabelMemory of(Heap heap, GoroutineLabels labels, IntPredicate selected)
      throws IOException {
    HeapGraph graph = heap.graph();
    int[] rowBySet = new int[labels.count()];
    Arrays.fill(rowBySet, GoroutinePartition.NONE);
    int[] rowByGoroutine = new int[graph.process().goroutines().size()];
    List<LabelSet> sets = new ArrayList<>();
    for (int i = 0; i < rowByGoroutine.length; i++) {
      int set = labels.setOf(i);
      if (selected.test(i) && rowBySet[set] == GoroutinePartition.NONE) {
        rowBySet[set] = sets.size();
        sets.add(labels.get(set));
      }
      rowByGoroutine[i] = selected.test(i) ? rowBySet[set] : GoroutinePartition.NONE;
    }
    GoroutinePartition partition =
        new GoroutinePartition(graph, heap.tree().owners(), rowByGoroutine, sets.size());
    long[] goroutines = new long[sets.size()];
    long[] stack = new long[sets.size()];
    GoroutineStacks stacks = new GoroutineStacks(graph);
    for (int i = 0; i < rowByGoroutine.length; i++) {
      if (rowByGoroutine[i] != GoroutinePartition.NONE) {
        goroutines[rowByGoroutine[i]]++;
        stack[rowByGoroutine[i]] += stacks.sizeOf(i);
      }
    }
    GoroutinePartition.Sums retained = partition.retained();
    List<Row> rows = new ArrayList<>();
    for (int from = 0; from < sets.size(); from += BATCH) {
      int to = Math.min(sets.size(), from + BATCH);
      GoroutinePartition.Sums reached = partition.reached(from, to);
      for (int row = from; row < to; row++) {
        rows.add(
            new Row(
                sets.get(row),
                goroutines[row],
                total(retained, row),
                total(reached, row - from),
                stack[row]));
      }
    }
    return new LabelMemory(List.copyOf(rows), heap.tree().liveBytes());
  }

  private static ObjectTotal total(GoroutinePartition.Sums sums, int part) {
    return new ObjectTotal(sums.objects()[part], sums.bytes()[part]);
  }
}
