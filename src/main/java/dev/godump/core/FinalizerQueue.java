package dev.godump.core;

import dev.godump.binary.file.AddressRange;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongList;
import java.util.Optional;

/**
 * The finalizers that wait to run (runtime/mfinal.go finBlock, iterate_finq): blocks of entries in
 * a list that runtime.allfin leads to. In stripped programs that is the variable whose list has the
 * most entries.
 */
final class FinalizerQueue {
  private static final int MAX_BLOCKS = 1 << 16;

  private final GoProcess process;
  private final CoreMemory memory;
  private final int size;
  private final int link;
  private final int count;
  private final int first;
  private final int most;
  private final int function;

  FinalizerQueue(GoProcess process) {
    RuntimeLayout layout = process.layout();
    this.process = process;
    this.memory = process.memory();
    this.size = layout.size("finalizer");
    this.link = layout.offset("finblock.alllink");
    this.count = layout.offset("finblock.cnt");
    this.first = layout.offset("finblock.fin");
    this.most = layout.field("finblock.fin").length() / size;
    this.function = layout.offset("finalizer.fn");
  }

  /** Returns the addresses of the entries, newest block first. */
  LongList entries() {
    Optional<Long> symbol = process.variable("allfin");
    if (symbol.isPresent()) {
      return entries(memory.word(symbol.get()));
    }
    LongList best = new LongArrayList();
    for (AddressRange range : process.variables()) {
      for (long at = range.start() + 7 & ~7L; at + 8 <= range.end(); at += 8) {
        LongList found = entries(memory.word(at));
        best = found.size() > best.size() ? found : best;
      }
    }
    return best;
  }

  /** Returns the entries of a list of blocks; none if one of them can't be a block. */
  private LongList entries(long list) {
    LongArrayList found = new LongArrayList();
    int blocks = 0;
    for (long block = list; block != 0; block = memory.word(block + link)) {
      boolean known = (block & 7) == 0 && memory.isKnown(block, first + most * size);
      long used = known ? memory.number(block + count, 4) : -1;
      if (used < 0 || used > most || ++blocks > MAX_BLOCKS) {
        return new LongArrayList();
      }
      for (int i = 0; i < used; i++) {
        long entry = block + first + (long) i * size;
        if (!isEntry(entry)) {
          return new LongArrayList();
        }
        found.add(entry);
      }
    }
    return found;
  }

  /** Whether an entry has a function, which begins with its first instruction. */
  private boolean isEntry(long entry) {
    long closure = memory.word(entry + function);
    return (closure & 7) == 0 && process.module().text().contains(memory.word(closure));
  }
}
