package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.types.program.SyncMapParts;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * What some nodes of the dominator tree dominate: the objects by kind.
 *
 * @param objects their number
 * @param bytes of all of them
 * @param main the kind with the most bytes; -1 without objects
 * @param mainCount objects of that kind
 * @param mainBytes bytes of these
 * @param sample some objects of that kind, evenly spread
 */
record HeldContents(
    long objects, long bytes, int main, long mainCount, long mainBytes, IntList sample) {
  private static final int SAMPLE_SIZE = 64;

  static HeldContents of(SearchedHeap heap, IntList nodes) {
    long[] counts = new long[heap.kinds.count()];
    long[] bytes = new long[counts.length];
    int[] first = new int[counts.length];
    forEachObject(
        heap,
        nodes,
        object -> {
          int kind = heap.kinds.of(object);
          first[kind] = counts[kind] == 0 ? object : Math.min(first[kind], object);
          counts[kind]++;
          bytes[kind] += heap.graph.objects().size(object);
        });
    int main = -1;
    long objects = 0;
    long total = 0;
    for (int kind = 0; kind < counts.length; kind++) {
      objects += counts[kind];
      total += bytes[kind];
      boolean ofRuntime =
          heap.kinds
              .type(kind)
              .filter(t -> t.startsWith("runtime.") || SyncMapParts.isInside(t))
              .isPresent();
      boolean larger =
          main < 0
              || bytes[kind] > bytes[main]
              || (bytes[kind] == bytes[main] && first[kind] < first[main]);
      main = counts[kind] > 0 && !ofRuntime && larger ? kind : main;
    }
    return main < 0
        ? new HeldContents(objects, total, main, 0, 0, IntList.of())
        : new HeldContents(
            objects,
            total,
            main,
            counts[main],
            bytes[main],
            sample(heap, nodes, main, counts[main]));
  }

  /** The objects of the main kind. */
  Optional<SimilarObjects> bulk(SearchedHeap heap) {
    return main < 0
        ? Optional.empty()
        : Optional.of(
            new SimilarObjects(
                main, heap.kinds.type(main).orElse(""), mainCount, mainBytes, sample.getInt(0)));
  }

  /** Some objects of a kind among those that nodes dominate. */
  static IntList sample(SearchedHeap heap, IntList nodes, int kind, long count) {
    IntArrayList sample = new IntArrayList();
    long step = Math.max(1, count / SAMPLE_SIZE);
    long[] seen = {0};
    forEachObject(
        heap,
        nodes,
        object -> {
          if (heap.kinds.of(object) == kind
              && seen[0]++ % step == 0
              && sample.size() < SAMPLE_SIZE) {
            sample.add(object);
          }
        });
    return sample;
  }

  private static void forEachObject(SearchedHeap heap, IntList nodes, IntConsumer visitor) {
    IntArrayList pending = new IntArrayList(nodes);
    while (!pending.isEmpty()) {
      int node = pending.popInt();
      if (heap.tree.object(node) >= 0) {
        visitor.accept(heap.tree.object(node));
      }
      heap.children.forEach(node, pending::add);
    }
  }
}
