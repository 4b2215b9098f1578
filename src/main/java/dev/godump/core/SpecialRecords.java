package dev.godump.core;

import dev.godump.core.Specials.Special;
import dev.godump.format.DumpRecord;
import dev.godump.format.RecordKind;
import dev.godump.format.RecordWriter;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/**
 * Writes what the special records of spans lead to: finalizers, cleanups, weak handles, and samples
 * of the allocation profile.
 */
final class SpecialRecords {
  /** What the records of cleanups are described as. A dump has no records of them. */
  static final String CLEANUP = "cleanup";

  private static final String WEAK_HANDLE = "weak handle";

  private final CoreMemory memory;
  private final RuntimeLayout layout;
  private final List<HeapSpan> spans;
  private final ObjectSlots slots;
  private final Specials specials;
  private final FinalizerQueue queue;

  SpecialRecords(GoProcess process, List<HeapSpan> spans, ObjectSlots slots) {
    this.memory = process.memory();
    this.layout = process.layout();
    this.spans = spans;
    this.slots = slots;
    this.specials = new Specials(memory, layout);
    this.queue = new FinalizerQueue(process);
  }

  /**
   * Returns the slots of a span that hold objects, with those that the sweep would keep only
   * because they have a finalizer (mgcsweep.go sweep, pass 1).
   */
  BitSet withRevived(HeapSpan span, BitSet objects) {
    if (slots.isUnswept(span)) {
      for (Special special : specials.of(span)) {
        if (isFinalizer(special)) {
          objects.set(slotOf(span, special));
        }
      }
    }
    return objects;
  }

  private static int slotOf(HeapSpan span, Special special) {
    long slot = (special.object() - span.start()) / span.slotSize();
    return (int) Math.max(0, Math.min(slot, span.slots() - 1));
  }

  private boolean isFinalizer(Special special) {
    return special.kind() == layout.constant("_KindSpecialFinalizer");
  }

  /** Writes finalizers, cleanups and weak handles, and then the queue of finalizers. */
  void writeRoots(RecordWriter out) throws IOException {
    for (HeapSpan span : spans) {
      BitSet live = span.specials() == 0 ? new BitSet() : slots.objects(span);
      for (Special special : specials.of(span)) {
        boolean isLive = live.get(slotOf(span, special));
        if (isFinalizer(special)) {
          out.finalizer(
              finalizer(
                  isLive ? RecordKind.FINALIZER : RecordKind.QUEUED_FINALIZER,
                  special.object(),
                  special.address(),
                  "specialfinalizer"));
        } else if (special.kind() == layout.constant("_KindSpecialCleanup")) {
          writeCleanup(out, special);
        } else if (special.kind() == layout.constant("_KindSpecialWeakHandle")) {
          writeRoot(
              out, WEAK_HANDLE, special.address() + layout.offset("specialWeakHandle.handle"));
        }
      }
    }
    writeQueue(out);
  }

  private DumpRecord.Finalizer finalizer(RecordKind kind, long object, long at, String structure) {
    long function = memory.word(at + layout.offset(structure + ".fn"));
    return new DumpRecord.Finalizer(
        kind,
        object,
        function,
        function == 0 ? 0 : memory.word(function),
        memory.word(at + layout.offset(structure + ".fint")),
        memory.word(at + layout.offset(structure + ".ot")));
  }

  /** Writes the function of a cleanup, and since Go 1.26 its argument and what calls both. */
  private void writeCleanup(RecordWriter out, Special special) throws IOException {
    if (layout.has("specialCleanup.fn")) {
      writeRoot(out, CLEANUP, special.address() + layout.offset("specialCleanup.fn"));
      return;
    }
    long cleanup = special.address() + layout.offset("specialCleanup.cleanup");
    writeRoot(out, CLEANUP, cleanup + layout.offset("cleanupFn.call"));
    writeRoot(out, CLEANUP, cleanup + layout.offset("cleanupFn.fn"));
    writeRoot(out, CLEANUP, cleanup + layout.offset("cleanupFn.arg"));
  }

  private void writeRoot(RecordWriter out, String description, long at) throws IOException {
    if (memory.word(at) != 0) {
      out.otherRoot(new DumpRecord.OtherRoot(description, memory.word(at)));
    }
  }

  /** Writes the finalizers that are about to run. */
  private void writeQueue(RecordWriter out) throws IOException {
    for (long at : queue.entries()) {
      long object = memory.word(at + layout.offset("finalizer.arg"));
      out.finalizer(finalizer(RecordKind.QUEUED_FINALIZER, object, at, "finalizer"));
    }
  }

  /** Writes which objects the allocation profile sampled. */
  void writeSamples(RecordWriter out) throws IOException {
    for (HeapSpan span : spans) {
      for (Special special : specials.of(span)) {
        if (special.kind() == layout.constant("_KindSpecialProfile")) {
          out.allocSample(
              new DumpRecord.AllocSample(
                  special.object(),
                  memory.word(special.address() + layout.offset("specialprofile.b"))));
        }
      }
    }
  }
}
