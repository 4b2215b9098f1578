package dev.godump.core;

import dev.godump.binary.file.AddressRange;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/**
 * Finds variables of the runtime: by their symbols, and in stripped programs by what they have to
 * lead to, in the program's variables.
 */
final class RuntimeVariables {
  private static final int MAX_THREADS = 1 << 20;
  private static final int FEWEST_ITABS = 512;
  private static final int MOST_ITABS = 1 << 24;
  private static final int SAMPLES = 64;
  private static final int MAX_DEPTH = 1 << 12;

  /** The first bytes of runtime.osinit that are searched. */
  private static final int CODE = 64;

  /** The operation code of MOVL AX, x(SB) on amd64. */
  private static final int MOVL_AX = 0x0589;

  /** The number of the allocation profile (runtime/mprof.go memProfile). */
  private static final int MEMORY_PROFILE = 1;

  private final GoProcess process;
  private final CoreMemory memory;
  private final RuntimeLayout layout;

  RuntimeVariables(GoProcess process) {
    this.process = process;
    this.memory = process.memory();
    this.layout = process.layout();
  }

  /** Returns the address of runtime.allgs, the slice of all goroutines. */
  OptionalLong allGoroutines() {
    return named("allgs", this::isListOfGoroutines);
  }

  /** Returns the address of runtime.allm, which leads to the newest thread. */
  OptionalLong allThreads() {
    OptionalLong symbol = symbol("allm");
    return symbol.isPresent()
        ? symbol
        : longest(this::isThread, m -> memory.word(m + layout.offset("m.alllink")));
  }

  /** Returns the address of runtime.mbuckets, which leads to the newest allocation site. */
  OptionalLong profileBuckets() {
    OptionalLong symbol = symbol("mbuckets");
    return symbol.isPresent()
        ? symbol
        : longest(this::isAllocationSite, b -> memory.word(b + layout.offset("bucket.allnext")));
  }

  /** Returns the address of runtime.itabTable, which leads to the table of itabs. */
  OptionalLong itabTable() {
    return named("itabTable", at -> isItabTable(memory.word(at)));
  }

  /** Returns the address of runtime.ncpu, which is runtime.numCPUStartup since Go 1.25. */
  OptionalLong cpus() {
    OptionalLong symbol = symbol("ncpu");
    symbol = symbol.isPresent() ? symbol : symbol("numCPUStartup");
    return symbol.isPresent() ? symbol : firstStored("runtime.osinit");
  }

  /**
   * Returns the address of the variable that a function first stores a result of 4 bytes in: the
   * operand of the first MOVL AX, x(SB), which is relative to the next instruction.
   */
  private OptionalLong firstStored(String function) {
    OptionalLong entry = process.functions().entryOf(function);
    for (long at = entry.orElse(0); entry.isPresent() && at < entry.getAsLong() + CODE; at++) {
      long variable = at + 6 + (int) memory.number(at + 2, 4);
      if (memory.number(at, 2) == MOVL_AX && process.module().noptrBss().contains(variable)) {
        return OptionalLong.of(variable);
      }
    }
    return OptionalLong.empty();
  }

  /** Returns the address of a variable that only a symbol tells. */
  OptionalLong symbol(String name) {
    return process.variable(name).map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  private OptionalLong named(String name, LongPredicate fits) {
    OptionalLong symbol = symbol(name);
    if (symbol.isPresent()) {
      return symbol;
    }
    for (AddressRange range : process.variables()) {
      for (long at = range.start() + 7 & ~7L; at + 8 <= range.end(); at += 8) {
        if (fits.test(at)) {
          return OptionalLong.of(at);
        }
      }
    }
    return OptionalLong.empty();
  }

  /** Returns the word that leads to the longest list. */
  private OptionalLong longest(LongPredicate isElement, LongUnaryOperator next) {
    OptionalLong best = OptionalLong.empty();
    int most = 0;
    for (AddressRange range : process.variables()) {
      for (long at = range.start() + 7 & ~7L; at + 8 <= range.end(); at += 8) {
        int length = 0;
        long element = memory.word(at);
        while (element != 0 && length < MAX_THREADS && isElement.test(element)) {
          length++;
          element = next.applyAsLong(element);
        }
        if (element == 0 && length > most) {
          most = length;
          best = OptionalLong.of(at);
        }
      }
    }
    return best;
  }

  /** Whether an address is that of a slice of goroutines, the first of them the main one. */
  boolean isListOfGoroutines(long slice) {
    long array = memory.word(slice);
    long count = memory.word(slice + 8);
    long capacity = memory.word(slice + 16);
    if (array == 0
        || (array & 7) != 0
        || count < 2
        || count > capacity
        || capacity > Goroutines.MOST
        || memory.word(array + 8) == memory.word(array)
        || goroutineId(memory.word(array)) != 1) {
      return false;
    }
    for (int i = 0; i < SAMPLES; i++) {
      if (!isGoroutine(memory.word(array + 8 * (i * (count - 1) / (SAMPLES - 1))))) {
        return false;
      }
    }
    return true;
  }

  private long goroutineId(long g) {
    return memory.word(g + layout.offset("g.goid"));
  }

  private boolean isGoroutine(long g) {
    if (g == 0 || (g & 7) != 0 || !memory.isKnown(g, layout.size("g"))) {
      return false;
    }
    long low = memory.word(g + layout.offset("g.stack"));
    long high = memory.word(g + layout.offset("g.stack") + 8);
    long status = memory.number(g + layout.offset("g.atomicstatus"), 4) & 0xfff;
    long id = goroutineId(g);
    return status <= 11 && id >= 0 && id < 1L << 48 && (low & 7) == 0 && high - low >= 0;
  }

  /** Whether an address is that of an m: its g0 leads back to it. */
  boolean isThread(long m) {
    long g0 = (m & 7) == 0 && memory.isKnown(m, 8) ? memory.word(m + layout.offset("m.g0")) : 0;
    return g0 != 0
        && (g0 & 7) == 0
        && memory.word(g0 + layout.offset("g.m")) == m
        && memory.word(m + layout.offset("m.procid")) < 1L << 32;
  }

  /** Whether an address is that of a bucket of the allocation profile (runtime/mprof.go bucket). */
  private boolean isAllocationSite(long bucket) {
    int size = layout.size("bucket");
    long depth =
        (bucket & 7) == 0 && memory.isKnown(bucket, size + 8)
            ? memory.word(bucket + layout.offset("bucket.nstk"))
            : 0;
    return depth > 0
        && depth < MAX_DEPTH
        && memory.word(bucket + layout.offset("bucket.typ")) == MEMORY_PROFILE
        && process.module().text().contains(memory.word(bucket + size));
  }

  private boolean isItabTable(long table) {
    long size = (table & 7) == 0 ? memory.word(table) : 0;
    long count = memory.word(table + 8);
    if (size < FEWEST_ITABS || size > MOST_ITABS || Long.bitCount(size) != 1 || count <= 0) {
      return false;
    }
    int found = 0;
    for (int i = 0; i < FEWEST_ITABS; i++) {
      long itab = memory.word(table + layout.offset("itabTableType.entries") + 8L * i);
      if (itab != 0) {
        if (!process.module().types().contains(memory.word(itab + 8))) {
          return false;
        }
        found++;
      }
    }
    return found > 0 && count < size;
  }
}
