package dev.godump.heap;

import dev.godump.heap.dominators.DominatorTree;
import dev.godump.index.SectionInput;
import dev.godump.index.SectionOutput;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Retained sizes, by pointers alone, of the objects for which a dominator tree doesn't have them.
 * They are few, but to compute them takes a walk over all pointers.
 */
record GoroutineObjectSizes(DominatorTree tree) implements KeptAnswer<SortedMap<Integer, Long>> {
  @Override
  public String name() {
    return "goroutine-objects";
  }

  @Override
  public boolean typed() {
    return false;
  }

  @Override
  public SortedMap<Integer, Long> compute() {
    TreeMap<Integer, Long> sizes = new TreeMap<>();
    tree.owners()
        .goroutineObjects()
        .forEachSpecial(object -> sizes.put(object, tree.retainedByObject(object)));
    return sizes;
  }

  @Override
  public void write(SortedMap<Integer, Long> sizes, SectionOutput out) {
    out.writeInt(sizes.size());
    sizes.forEach(
        (object, retained) -> {
          out.writeInt(object);
          out.writeLong(retained);
        });
  }

  @Override
  public SortedMap<Integer, Long> read(SectionInput in) {
    TreeMap<Integer, Long> sizes = new TreeMap<>();
    for (int i = in.readCount(); i > 0; i--) {
      sizes.put(in.readInt(), in.readLong());
    }
    return sizes;
  }
}
