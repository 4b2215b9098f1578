package dev.godump.types.inference;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.format.DumpRecord;
import dev.godump.format.FrameLookup;
import dev.godump.graph.Frames;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Shape;
import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.Match;
import dev.godump.types.layout.RuntimeLayouts;
import dev.godump.types.layout.SizeClasses;
import dev.godump.types.layout.SlotMatcher;
import dev.godump.types.program.KnownTypes;
import dev.godump.types.program.RegionWords;
import dev.godump.types.program.SegmentWords;
import java.io.IOException;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Proposes types from a dump's records, malloc headers and interfaces. */
final class TypeSeeds {
  private final HeapGraph graph;
  private final KnownTypes known;
  private final Layouts layouts;
  private final String threadTypeName;
  private final SlotMatcher matcher;
  private final ObjectTypings typings;
  private final Propagation propagation;
  private final int word;

  TypeSeeds(InferenceContext context, Propagation propagation) {
    this.graph = context.graph();
    this.known = context.known();
    this.layouts = context.layouts();
    this.threadTypeName = RuntimeLayouts.threadTypeName(context.minor());
    this.matcher = context.matcher();
    this.typings = context.typings();
    this.propagation = propagation;
    this.word = context.wordSize();
  }

  /** Proposes the types of goroutines, threads, defers, panics and finalizers. */
  void fromRecords() {
    graph.process().goroutines().forEach(g -> runtime(g.record().address(), "runtime.g"));
    graph.process().threads().forEach(m -> runtime(m.address(), threadTypeName));
    for (DumpRecord.Defer defer : graph.process().defers()) {
      runtime(defer.address(), "runtime._defer");
      proposeClosure(defer.function());
    }
    graph.process().goroutines().forEach(g -> proposeClosure(g.record().context()));
    for (DumpRecord.Panic panic : graph.process().panics()) {
      propagation.dynamic(panic.type(), panic.value(), Certainty.EXACT);
    }
    for (DumpRecord.Finalizer finalizer : graph.process().finalizers()) {
      proposeClosure(finalizer.function());
      known
          .at(finalizer.objectType())
          .filter(type -> type.kind() == Kind.POINTER)
          .map(GoType::elem)
          .ifPresent(
              elem ->
                  propagation.propose(
                      finalizer.object(),
                      Candidate.first(layouts.layoutOf(elem), Certainty.EXACT)));
    }
  }

  private void runtime(long address, String name) {
    Layout layout =
        known.named(name).map(layouts::layoutOf).orElseGet(() -> layouts.opaque(name, 0));
    propagation.propose(address, Candidate.single(layout, Certainty.EXACT));
  }

  private void proposeClosure(long address) {
    propagation.propose(address, Candidate.single(layouts.unresolvedClosure(), Certainty.INFERRED));
  }

  /**
   * Proposes the types in the malloc headers of larger objects with pointers (Go 1.22 and later).
   *
   * @param filter selects the objects to read
   */
  void fromTypeWords(IntPredicate filter) throws IOException {
    ObjectBytes bytes = new ObjectBytes(graph);
    for (int id = 0; id < graph.objects().count(); id++) {
      int shape = typings.shape(id);
      if (matcher.headerSize(shape) == 0 || !filter.test(id)) {
        continue;
      }
      bytes.open(id);
      long descriptor = bytes.word(0);
      if (descriptor != 0) {
        header(id, shape, descriptor);
      }
    }
  }

  private void header(int id, int shape, long descriptor) {
    long address = graph.objects().address(id) + SizeClasses.HEADER_SIZE;
    Optional<GoType> type = known.at(descriptor);
    if (type.isEmpty()) {
      DumpRecord.Type record = graph.process().types().get(descriptor);
      boolean named = record != null && !record.name().endsWith(".");
      Layout layout =
          named
              ? layouts.opaque(record.name(), record.size())
              : layouts.unnamed("type", descriptor);
      long count =
          layout.size == 0
              ? 1
              : Math.max(1, (matcher.shape(shape).size() - SizeClasses.HEADER_SIZE) / layout.size);
      propagation.propose(
          address, Candidate.exactly(count, layout, named ? Certainty.INFERRED : Certainty.GUESS));
    } else if (type.get().size() > 0) {
      Layout layout = layouts.layoutOf(type.get());
      long most = (matcher.shape(shape).size() - SizeClasses.HEADER_SIZE) / type.get().size();
      if (most == 1
          && known.pointerOffsets(type.get()) == null
          && matcher.tiling(layout, shape) != Match.EXACT) {
        // the fields include pointers that are declared to point outside the heap, which the
        // object doesn't have; the descriptor is right
        propagation.assign(id, new Typing(layout, 1, Certainty.EXACT, Match.EXACT));
        return;
      }
      // the number of groups in a map's table is a power of two
      long count = layout.role == Layout.Role.MAP_GROUPS ? Long.highestOneBit(most) : 1;
      propagation.propose(address, new Candidate(layout, count, most == count, Certainty.EXACT));
    }
  }

  /**
   * Follows two words that may be an interface if the second points at an object, whose pointers
   * can disprove the type. The words may instead be those of a reflect.Value that points at a
   * variable.
   */
  private void followIfObject(long typeWord, long data) {
    if (graph.objects().find(data) != ObjectTable.NONE) {
      propagation.dynamic(typeWord, data, Certainty.INFERRED);
    }
  }

  /** Follows interfaces in frames: live pointers that follow a type word. */
  void fromFrames() throws IOException {
    FrameLookup records = new FrameLookup(graph.source());
    Frames frames = graph.process().frames();
    RegionWords words = new RegionWords(graph.source(), graph.process().params());
    for (int frame = 0; frame < frames.count(); frame++) {
      DumpRecord.Frame record = records.at(frames.position(frame));
      words.open(record.contents());
      for (long at : record.pointers()) {
        if (at >= word && words.hasWord(at)) {
          followIfObject(words.word(at - word), words.word(at));
        }
      }
    }
  }

  /** Follows interfaces in the data and BSS segments: pointers that follow a type word. */
  void fromSegments() throws IOException {
    for (SegmentWords each : SegmentWords.all(graph)) {
      RegionWords words = each.words();
      for (long at : each.segment().pointers()) {
        if (at >= word && words.hasWord(at)) {
          propagation.dynamic(words.word(at - word), words.word(at), Certainty.INFERRED);
        }
      }
    }
  }

  /**
   * Follows interfaces in untyped objects: pointers that follow a type word.
   *
   * @param filter selects the objects to read
   */
  void fromUntypedObjects(IntPredicate filter) throws IOException {
    ObjectBytes bytes = new ObjectBytes(graph);
    for (int id = typings.nextUntyped(0);
        id < graph.objects().count();
        id = typings.nextUntyped(id + 1)) {
      Shape shape = matcher.shape(typings.shape(id));
      if (shape.pointers() == 0 || !filter.test(id)) {
        continue;
      }
      bytes.open(id);
      for (long at : shape.offsets()) {
        if (at >= word && bytes.hasWord(at)) {
          followIfObject(bytes.word(at - word), bytes.word(at));
        }
      }
    }
  }
}
