package dev.godump.analysis.leaks;

import dev.godump.heap.Heap;
import dev.godump.heap.KeptAnswer;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.RecordCodec;
import dev.godump.index.SectionInput;
import dev.godump.index.SectionOutput;
import java.io.IOException;
import java.util.List;

/**
 * The suspects above the usual threshold, which an index keeps.
 *
 * @param threshold bytes that a suspect retains at least
 */
public record KeptSuspects(Heap heap, long threshold) implements KeptAnswer<List<LeakSuspect>> {
  /**
   * In bytes. The runtime's own structures, above all the caches of its processors, are smaller.
   */
  private static final long MIN_BYTES = 32 << 10;

  /** The usual threshold, in percent of the live heap. */
  public static final int USUAL_PERCENT = 10;

  /** Returns the suspects above the usual threshold, from the index if it has them. */
  public static List<LeakSuspect> of(Heap heap) throws IOException {
    return heap.kept(new KeptSuspects(heap, bytes(heap.tree(), USUAL_PERCENT)));
  }

  /** Returns the bytes that suspects retain at least. */
  public static long bytes(DominatorTree tree, double percent) {
    return Math.max(MIN_BYTES, (long) Math.ceil(tree.liveBytes() * percent / 100));
  }

  @Override
  public String name() {
    return "leaks";
  }

  @Override
  public boolean typed() {
    return true;
  }

  @Override
  public List<LeakSuspect> compute() throws IOException {
    return LeakSuspects.of(heap, threshold);
  }

  @Override
  public void write(List<LeakSuspect> suspects, SectionOutput out) {
    out.writeLong(threshold);
    RecordCodec.writeAll(LeakSuspect.class, suspects, out);
  }

  @Override
  public List<LeakSuspect> read(SectionInput in) {
    if (in.readLong() != threshold) {
      throw new DamagedIndexException("its suspects are those of another threshold");
    }
    return RecordCodec.readAll(LeakSuspect.class, in);
  }
}
