package dev.godump.analysis.leaks;

import dev.godump.analysis.PointerFields;
import dev.godump.analysis.leaks.LeakCause.Pattern;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.graph.Edges;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Shape;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.ClosureFunctions;
import dev.godump.types.HeapTypes;
import dev.godump.types.layout.RecognizedStructure;
import dev.godump.types.layout.StructureRecognizer;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Infers the usual cause of a leak candidate from its structure. */
final class LeakCauses {
  /** Most similar objects or goroutines to examine. */
  private static final int SAMPLE_SIZE = 64;

  /** A slice pins an array at least this many times as large as the slice. */
  private static final int MIN_PINNING_RATIO = 8;

  /** A collection of fewer elements doesn't look as if it grew without end. */
  private static final int MIN_GROWN_ELEMENTS = 100;

  private static final int MIN_PINNED_ARRAY = 1024;

  private final HeapGraph graph;
  private final DominatorTree tree;
  private final StructureRecognizer structures;
  private final BlockedGroup blockedGroups;
  private final int pointerSize;

  /** Bytes of a time.Time, which channels of timers and tickers carry. */
  private final int timeSize;

  private final LeakSuspects.TypeLookup types;

  LeakCauses(HeapGraph graph, DominatorTree tree, LeakSuspects.TypeLookup types) {
    this.types = types;
    this.graph = graph;
    this.tree = tree;
    this.structures = new StructureRecognizer(graph);
    this.blockedGroups = new BlockedGroup(graph, tree, structures);
    this.pointerSize = graph.process().params().pointerSize();
    this.timeSize = pointerSize == 8 ? 24 : 20;
  }

  Optional<LeakCause> causeOf(LeakCandidate candidate) throws IOException {
    return switch (candidate.kind()) {
      case MAP, COLLECTION, GROUP -> causeOfSimilar(candidate).or(() -> growth(candidate));
      case CHANNEL -> cause(Pattern.CHANNEL_FILLS, 0, "");
      case LIST, TREE -> cause(Pattern.NODES_GROW, 0, "");
      case OBJECT -> cause(Pattern.LARGE_OBJECT, 0, "");
      case GOROUTINES -> waitingGoroutines(candidate);
      case FINALIZERS -> stuckFinalizer();
    };
  }

  private static Optional<LeakCause> cause(Pattern pattern, long detail, String function) {
    return Optional.of(new LeakCause(pattern, detail, function));
  }

  /** The cause of a map or slice with many elements. */
  private static Optional<LeakCause> growth(LeakCandidate candidate) {
    long elements =
        candidate
            .structure()
            .map(RecognizedStructure::count)
            .orElse(candidate.similar().map(SimilarObjects::count).orElse(0L));
    if (elements < MIN_GROWN_ELEMENTS) {
      return Optional.empty();
    }
    return cause(
        candidate.kind() == LeakSuspect.Kind.MAP ? Pattern.MAP_GROWS : Pattern.SLICE_GROWS, 0, "");
  }

  /** The cause if the similar objects are large arrays with short slices, or closures. */
  private Optional<LeakCause> causeOfSimilar(LeakCandidate candidate) throws IOException {
    if (candidate.similar().isEmpty()) {
      return Optional.empty();
    }
    SimilarObjects similar = candidate.similar().get();
    Shape shape = graph.shapes().get(similar.shape());
    IntArrayList sample = sample(candidate, similar);
    if (shape.pointers() == 0 && shape.size() >= MIN_PINNED_ARRAY) {
      return pinnedArrays(sample, shape.size());
    }
    return shape.pointers() > 0 && shape.offsets()[0] > 0 ? closures(sample) : Optional.empty();
  }

  private IntArrayList sample(LeakCandidate candidate, SimilarObjects similar) {
    int accumulationPoint = tree.object(candidate.node());
    IntArrayList sample = new IntArrayList();
    for (int id = similar.example();
        id < graph.objects().count() && sample.size() < SAMPLE_SIZE;
        id++) {
      boolean same = graph.shapeIndex(id) == similar.shape() && tree.isLive(id);
      if (same
          && (accumulationPoint == ObjectTable.NONE
              || candidate.structure().isPresent()
              || tree.dominatingObject(id) == accumulationPoint)) {
        sample.add(id);
      }
    }
    return sample;
  }

  private Optional<LeakCause> pinnedArrays(IntArrayList arrays, long size) throws IOException {
    int pinned = 0;
    long used = 0;
    for (int array : arrays) {
      long most = usedBytes(array);
      if (most > 0 && most <= size / MIN_PINNING_RATIO) {
        pinned++;
        used += most;
      }
    }
    return pinned * 2 > arrays.size()
        ? cause(Pattern.ARRAYS_PINNED, used / pinned, "")
        : Optional.empty();
  }

  /** The longest length after a pointer to the array in its dominator; 0 if one is not a length. */
  private long usedBytes(int array) throws IOException {
    int owner = tree.dominatingObject(array);
    if (owner == ObjectTable.NONE) {
      return 0;
    }
    long longest = 0;
    long end = graph.objects().size(owner);
    for (PointerFields.Pointer field : PointerFields.ofPair(graph, owner, array)) {
      long at = field.offset() + pointerSize;
      if (at + pointerSize <= end) {
        long length = graph.record(owner).word(at);
        long bytesBehind =
            graph.objects().address(array) + graph.objects().size(array) - field.address();
        if (length <= 0 || length > bytesBehind) {
          return 0;
        }
        longest = Math.max(longest, length);
      }
    }
    return longest;
  }

  private Optional<LeakCause> closures(IntArrayList sample) throws IOException {
    HeapTypes known = types.typesOf(sample);
    ClosureFunctions closures = new ClosureFunctions(graph, known);
    long entry = sample.isEmpty() ? ClosureFunctions.NONE : closures.entryOf(sample.getInt(0));
    for (int object : sample) {
      if (entry == ClosureFunctions.NONE || closures.entryOf(object) != entry) {
        return Optional.empty();
      }
    }
    return entry == ClosureFunctions.NONE
        ? Optional.empty()
        : cause(Pattern.CLOSURES_KEPT, entry, known.nameOfFunction(entry).orElse(""));
  }

  private Optional<LeakCause> waitingGoroutines(LeakCandidate candidate) throws IOException {
    IntLinkedOpenHashSet common = null;
    boolean allWait = true;
    boolean allTimers = true;
    RootOwners.Owner goroutines = tree.owners().get(tree.owner(candidate.node()));
    IntArrayList members = goroutines.children();
    for (int i = 0; i < Math.min(SAMPLE_SIZE, members.size()); i++) {
      IntLinkedOpenHashSet channels = new IntLinkedOpenHashSet();
      boolean timer = false;
      for (RecognizedStructure channel : channels(members.getInt(i))) {
        channels.add(channel.header());
        timer |= channel.capacity() == 1 && channel.elementSize() == timeSize;
      }
      allWait &= !channels.isEmpty();
      allTimers &= timer;
      if (common == null) {
        common = channels;
      } else {
        common.retainAll(channels);
      }
    }
    String function = userFunction(graph.process().goroutines().get(goroutines.index()));
    Optional<LeakCause.Pattern> inVain = blockedGroups.waitsInVain(candidate.node());
    if (inVain.isPresent()) {
      return cause(inVain.get(), 0, function);
    }
    if (common != null && !common.isEmpty()) {
      return cause(Pattern.ONE_CHANNEL, graph.objects().address(common.firstInt()), function);
    }
    if (allWait && allTimers) {
      return cause(Pattern.TIMER_CHANNELS, 0, function);
    }
    return cause(allWait ? Pattern.OWN_CHANNELS : Pattern.GOROUTINES_WAIT, 0, function);
  }

  /**
   * The channels that a goroutine waits on: frames of channel operations point at them directly or
   * through the goroutine's sudog.
   */
  private List<RecognizedStructure> channels(int owner) throws IOException {
    List<RecognizedStructure> found = new ArrayList<>();
    Frames frames = graph.process().frames();
    for (int below : tree.owners().get(owner).children()) {
      RootOwners.Owner frame = tree.owners().get(below);
      String function = frames.function(frame.index());
      if (function.startsWith("runtime.chan") || function.startsWith("runtime.select")) {
        for (int root : frame.roots()) {
          int target = graph.roots().target(root);
          addChannel(found, target);
          for (long e = graph.edges().first(target); e != Edges.NONE; e = graph.edges().next(e)) {
            addChannel(found, graph.edges().target(e));
          }
        }
      }
    }
    return found;
  }

  private void addChannel(List<RecognizedStructure> found, int object) throws IOException {
    structures
        .recognize(object)
        .filter(c -> c.kind() == RecognizedStructure.Kind.CHANNEL)
        .ifPresent(found::add);
  }

  private Optional<LeakCause> stuckFinalizer() {
    Frames frames = graph.process().frames();
    for (Goroutine goroutine : graph.process().goroutines()) {
      String finalizer = "";
      for (int f = goroutine.firstFrame();
          f < goroutine.firstFrame() + goroutine.frameCount();
          f++) {
        String function = frames.function(f);
        if (function.equals("runtime.runfinq") || function.equals("runtime.runFinalizers")) {
          return cause(Pattern.FINALIZER_STUCK, goroutine.id(), finalizer);
        }
        finalizer = function.startsWith("runtime.") ? finalizer : function;
      }
    }
    return Optional.empty();
  }

  /** The innermost function of a goroutine outside the runtime, or empty. */
  private String userFunction(Goroutine goroutine) {
    Frames frames = graph.process().frames();
    for (int f = goroutine.firstFrame(); f < goroutine.firstFrame() + goroutine.frameCount(); f++) {
      if (!frames.function(f).startsWith("runtime.")) {
        return frames.function(f);
      }
    }
    return "";
  }
}
