package dev.godump.core;

import java.util.ArrayList;
import java.util.List;

/**
 * The special records of a span (runtime/mheap.go special): finalizers, cleanups, weak handles and
 * samples of the allocation profile.
 */
final class Specials {
  private static final int MAX_PER_SPAN = 1 << 22;

  private final CoreMemory memory;
  private final int next;
  private final LayoutRow.Field offset;
  private final int kind;

  Specials(CoreMemory memory, RuntimeLayout layout) {
    this.memory = memory;
    this.next = layout.offset("special.next");
    this.offset = layout.field("special.offset");
    this.kind = layout.offset("special.kind");
  }

  /**
   * A special record.
   *
   * @param address of the record
   * @param kind the runtime's number
   * @param object address of the object, may be interior
   */
  record Special(long address, int kind, long object) {}

  /** Returns the records of a span. */
  List<Special> of(HeapSpan span) {
    List<Special> found = new ArrayList<>();
    for (long at = span.specials();
        at != 0 && found.size() < MAX_PER_SPAN && memory.isKnown(at, 24);
        at = memory.word(at + next)) {
      // up to Go 1.22 the offset has 2 bytes; in a span of one object it is 0
      long inside = memory.number(at + offset.offset(), offset.length());
      found.add(new Special(at, (int) memory.number(at + kind, 1), span.start() + inside));
    }
    return found;
  }
}
