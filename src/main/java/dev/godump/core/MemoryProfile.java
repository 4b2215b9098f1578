package dev.godump.core;

import dev.godump.binary.runtime.Call;
import dev.godump.binary.runtime.Function;
import dev.godump.format.DumpRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the buckets of the allocation profile (runtime/mprof.go bucket, memRecord). */
final class MemoryProfile {
  private static final int MAX_BUCKETS = 1 << 24;
  private static final int MAX_DEPTH = 1 << 12;

  private final GoProcess process;
  private final CoreMemory memory;
  private final RuntimeLayout layout;

  MemoryProfile(GoProcess process) {
    this.process = process;
    this.memory = process.memory();
    this.layout = process.layout();
  }

  /** Returns the buckets of a list, by the address of the first. */
  List<DumpRecord.MemProf> buckets(long first) {
    List<DumpRecord.MemProf> found = new ArrayList<>();
    int size = layout.size("bucket");
    for (long b = first;
        b != 0 && found.size() < MAX_BUCKETS && memory.isKnown(b, size);
        b = memory.word(b + layout.offset("bucket.allnext"))) {
      long depth = memory.word(b + layout.offset("bucket.nstk"));
      if (depth < 0 || depth > MAX_DEPTH) {
        break;
      }
      List<DumpRecord.StackEntry> stack = new ArrayList<>();
      for (int i = 0; i < depth; i++) {
        stack.add(entry(memory.word(b + size + 8L * i), i));
      }
      long active = b + size + 8 * depth + layout.offset("memRecord.active");
      found.add(
          new DumpRecord.MemProf(
              b,
              memory.word(b + layout.offset("bucket.size")),
              stack,
              memory.word(active + layout.offset("memRecordCycle.allocs")),
              memory.word(active + layout.offset("memRecordCycle.frees"))));
    }
    return found;
  }

  /** Returns a call as heapdump.go dumpmemprof_callback writes it. */
  private DumpRecord.StackEntry entry(long pc, int depth) {
    Optional<Function> function = process.functions().functionAt(pc);
    if (function.isEmpty()) {
      return new DumpRecord.StackEntry("(0x" + Long.toHexString(pc) + ")", "?", 0);
    }
    long at = depth > 0 && Long.compareUnsigned(pc, function.get().entry()) > 0 ? pc - 1 : pc;
    List<Call> calls = process.functions().callsAt(at);
    return calls.isEmpty()
        ? new DumpRecord.StackEntry(function.get().name(), "?", 0)
        : new DumpRecord.StackEntry(
            function.get().name(), calls.get(0).file(), calls.get(0).line());
  }
}
