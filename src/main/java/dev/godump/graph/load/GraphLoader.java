package dev.godump.graph.load;

import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.format.ObjectRecord;
import dev.godump.format.ReadOutcome;
import dev.godump.format.RecordContents;
import dev.godump.format.RecordKind;
import dev.godump.format.RecordReader;
import dev.godump.format.RecordVisitor;
import dev.godump.graph.Edges;
import dev.godump.graph.Frames;
import dev.godump.graph.GoVersion;
import dev.godump.graph.Goroutine;
import dev.godump.graph.GoroutineState;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.LoadResult;
import dev.godump.graph.MemoryBudget;
import dev.godump.graph.NotEnoughMemoryException;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Referrers;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import dev.godump.io.Lazy;
import dev.godump.io.Source;
import dev.godump.vector.Storage;
import dev.godump.vector.WideColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Reads a dump once, front to back, and makes the graph of it: objects and pointers are taken down
 * as they come, and become a table and edges when all are known.
 */
public final class GraphLoader implements RecordVisitor {
  private final Source source;
  private final SpanLayout forcedLayout;
  private final MemoryBudget room;

  private final ObjectTableBuilder table = new ObjectTableBuilder();
  private final PointerRecorder pointers = new PointerRecorder();
  private final ShapeTable shapes = new ShapeTable();
  private WideColumn shapeNumbers = new WideColumn(Storage.HEAP, 0);
  private final Roots.Recorder roots = new Roots.Recorder();

  private final ProcessRecords process = new ProcessRecords();
  private final List<DumpRecord.Goroutine> goroutines = new ArrayList<>();
  private final List<Integer> firstFrames = new ArrayList<>();
  private final Frames.Recorder frames = new Frames.Recorder();
  private final List<DumpRecord.Defer> defers = new ArrayList<>();
  private final List<DumpRecord.Panic> panics = new ArrayList<>();

  private SpanLayout layout;
  private PhantomFilter filter;
  private UndecidedSlots undecided;
  private VersionTraits traits;

  /** Where the object record before ended; one that starts there follows it directly. */
  private long objectsEnd;

  /** With more pointers they are moved to a scratch file. */
  private long pointersInHeap;

  private long phantoms;
  private long misshapen;
  private long unwritten;
  private long outside;

  private GraphLoader(Source source, SpanLayout forcedLayout, MemoryBudget room) {
    this.source = source;
    this.room = room;
    this.pointersInHeap = room.maxPointersInHeap();
    this.forcedLayout = forcedLayout;
  }

  /**
   * Reads a dump. A cut or damaged one gives what was whole in it; {@link HeapGraph#loadResult}
   * says what is missing.
   *
   * @param progress is given the position in the file now and then
   * @param room that the graph may take
   * @throws dev.godump.format.FormatException if the file is no dump that can be read
   * @throws NotEnoughMemoryException if there is no room for it
   */
  public static HeapGraph load(Source source, LongConsumer progress, MemoryBudget room)
      throws IOException {
    GraphLoader loader = new GraphLoader(source, null, room);
    HeapGraph graph = loader.read(progress);
    if (loader.countsAgree(graph) || !graph.loadResult().outcome().isComplete()) {
      return graph;
    }
    // a release may lay its spans out in a way that its version text doesn't tell
    Optional<SpanLayout> better = LayoutFinder.find(source, loader.layout.alternatives());
    return better.isEmpty() ? graph : new GraphLoader(source, better.get(), room).read(progress);
  }

  /** As {@link #load(Source, LongConsumer, Room)}, in the Java heap however little there is. */
  public static HeapGraph load(Source source, LongConsumer progress) throws IOException {
    return load(source, progress, MemoryBudget.HEAP);
  }

  private boolean countsAgree(HeapGraph graph) {
    MemStats memStats = process.memStats();
    return memStats == null || memStats.get("HeapObjects") == graph.objects().count();
  }

  private HeapGraph read(LongConsumer progress) throws IOException {
    RecordReader reader = new RecordReader(source);
    ReadOutcome ending = reader.read(this, progress);
    long others = table.count() - undecided.count();
    phantoms += undecided.decide(process.memStats(), others);
    ObjectTable objects = table.build(undecided::keeps);
    MemoryBudget.Plan plan =
        room.plan(
            objects.count(),
            pointers.size(),
            MemoryBudget.rootAndGoroutineBytes(roots.count(), frames.count(), goroutines.size()));
    if (!plan.graph().isHeap() && pointersInHeap < Long.MAX_VALUE) {
      pointers.moveTo(plan.graph());
    }
    WideColumn shapeColumn = shapesInIdOrder(objects, plan.graph());
    shapeNumbers = null;
    Edges edges = pointers.resolve(objects, table, plan.graph());
    addFinalizerRoots(objects, edges::forEach);
    GoroutineState state = goroutines();
    LoadResult reading =
        new LoadResult(
            counts(reader),
            phantoms,
            ending,
            rootsRead(reader),
            warnings(ending, objects),
            reader.otherRanges());
    return new HeapGraph(
        source,
        process.state(state, objects, versionRange(state.goroutines(), objects)),
        reading,
        objects,
        roots.resolve(objects),
        columns(objects, edges, shapeColumn),
        plan.analysis(),
        plan.types());
  }

  private HeapGraph.Columns columns(ObjectTable objects, Edges edges, WideColumn shapeColumn) {
    Lazy<Edges> reversed = new Lazy<>(() -> edges.reversed(objects.count()));
    return new HeapGraph.Columns(
        edges.count(),
        () -> edges,
        (object, visitor) -> reversed.get().forEach(object, visitor),
        shapes.shapes(),
        shapeColumn::get);
  }

  private WideColumn shapesInIdOrder(ObjectTable objects, Storage storage) {
    WideColumn column = new WideColumn(storage, objects.count());
    int[] order = table.fileRunByRun();
    for (int run = 0; run < order.length; run++) {
      long index = table.firstIndex(order[run]);
      for (int id = objects.firstId(run); id < objects.firstId(run + 1); id++) {
        column.set(id, shapeNumbers.get(index++));
      }
    }
    return column;
  }

  /**
   * Everything that an object with a registered finalizer refers to is kept for the finalizer; the
   * object itself is not (runtime/mgcmark.go markroot specials).
   */
  private void addFinalizerRoots(ObjectTable objects, Referrers edges) {
    for (int i = 0; i < process.finalizers().size(); i++) {
      DumpRecord.Finalizer finalizer = process.finalizers().get(i);
      if (finalizer.kind() == RecordKind.QUEUED_FINALIZER) {
        continue;
      }
      int object = objects.find(finalizer.object());
      if (object >= 0) {
        int place = i;
        edges.forEach(
            object, target -> roots.add(RootKind.FINALIZER, place, -1, objects.address(target)));
      }
    }
  }

  private GoroutineState goroutines() {
    Frames allFrames = frames.frames();
    StackIds stacks = new StackIds(allFrames);
    List<Goroutine> all = new ArrayList<>(goroutines.size());
    for (int i = 0; i < goroutines.size(); i++) {
      int first = firstFrames.get(i);
      int end = i + 1 < goroutines.size() ? firstFrames.get(i + 1) : frames.count();
      all.add(
          new Goroutine(goroutines.get(i), first, end - first, stacks.idOf(first, end - first)));
    }
    return new GoroutineState(
        List.copyOf(all), allFrames, List.copyOf(defers), List.copyOf(panics));
  }

  private String versionRange(List<Goroutine> all, ObjectTable objects) {
    Optional<GoVersion> version = process.version();
    if (version.isPresent()) {
      return "go1." + version.get().minor();
    }
    if (phantoms > 0) {
      return "go1.22 or later";
    }
    return traits == null ? "go1.17 or later" : traits.range(all, objects);
  }

  private static Map<RecordKind, Long> counts(RecordReader reader) {
    Map<RecordKind, Long> counts = new EnumMap<>(RecordKind.class);
    for (RecordKind kind : RecordKind.values()) {
      if (reader.count(kind) > 0) {
        counts.put(kind, reader.count(kind));
      }
    }
    return counts;
  }

  private LoadResult.RootsRead rootsRead(RecordReader reader) {
    if (process.memStats() != null) {
      return LoadResult.RootsRead.ALL;
    }
    return reader.count(RecordKind.BSS) > 0
        ? LoadResult.RootsRead.MOST
        : LoadResult.RootsRead.TOO_FEW;
  }

  private List<String> warnings(ReadOutcome ending, ObjectTable objects) {
    List<String> warnings = new ArrayList<>();
    ending.problem().ifPresent(problem -> warnings.add(problem + "; all before that was used"));
    if (ending.trailing()) {
      warnings.add(
          "bytes follow the dump's end mark at byte " + ending.end() + "; they were not read");
    }
    warn(warnings, misshapen, "object records with an impossible address or size, left out");
    warn(warnings, table.overlapping(), "objects that overlap others, left out");
    warn(
        warnings,
        unwritten,
        "pointer fields in bytes that Go's writer cuts off (contents of 2 GiB and more)");
    warn(warnings, outside, "pointer fields outside their object, left out");
    warn(warnings, pointers.dropped(), "pointers to more than 65,536 arenas, left out");
    warn(
        warnings,
        undecided.guessed(),
        "slots that may or may not be objects, decided by their bytes");
    MemStats memStats = process.memStats();
    if (memStats != null && memStats.get("HeapObjects") != objects.count()) {
      warnings.add(
          String.format(
              "the dump has %,d objects, but its MemStats.HeapObjects is %,d",
              objects.count(), memStats.get("HeapObjects")));
    }
    return List.copyOf(warnings);
  }

  private static void warn(List<String> warnings, long count, String what) {
    if (count > 0) {
      warnings.add(String.format("%s: %,d", what, count));
    }
  }

  @Override
  public void params(long position, DumpRecord.Params record) {
    if (process.params() != null) {
      return;
    }
    process.params(position, record);
    boolean named = !record.version().isEmpty() && !record.version().matches("(X:)?[a-z0-9,]+");
    if (!named) {
      traits = new VersionTraits(record);
    }
    layout =
        forcedLayout != null
            ? forcedLayout
            : SpanLayout.of(process.version(), named, record.pointerSize());
    filter = new PhantomFilter(layout);
    undecided = new UndecidedSlots(layout);
  }

  @Override
  public void object(long position, ObjectRecord object) throws IOException {
    long address = object.address();
    long size = object.size();
    long offset = object.nextPointer();
    boolean follows = position == objectsEnd;
    if (((address | size) & 7) != 0
        || size <= 0
        || Long.compareUnsigned(address + size, address) <= 0
        || address == 0) {
      misshapen++;
      return;
    }
    PhantomFilter.Verdict verdict = filter.judge(address, size, offset >= 0);
    if (verdict == PhantomFilter.Verdict.PHANTOM) {
      object.finish();
      objectsEnd = object.end();
      phantoms++;
      return;
    }
    if (traits != null) {
      traits.object(size);
    }
    shapes.startObject();
    pointers.startRow();
    for (; offset >= 0; offset = object.nextPointer()) {
      shapes.addPointer(offset);
      if (object.hasWord(offset)) {
        pointer(object, offset);
      } else if (offset < size) {
        unwritten++;
      } else {
        outside++;
      }
    }
    // only now is the record known to be whole
    objectsEnd = object.end();
    boolean together =
        follows && verdict == PhantomFilter.Verdict.OBJECT && !undecided.isLastUndecided();
    if (table.add(address, size, position, together)) {
      pointers.startRun();
      undecided.startRun(verdict, object);
    }
    shapeNumbers.add(shapes.endObject(size));
    pointers.endRow();
    if (pointers.size() > pointersInHeap) {
      moveOffHeap();
    }
  }

  private void moveOffHeap() throws IOException {
    Storage scratch = room.scratch();
    pointers.moveTo(scratch);
    shapeNumbers = shapeNumbers.movedTo(scratch);
    pointersInHeap = Long.MAX_VALUE;
  }

  private void pointer(ObjectRecord object, long offset) throws IOException {
    long value = object.word(offset);
    if (value != 0) {
      pointers.add(value);
      if (traits != null) {
        traits.pointer(object, offset, value);
      }
    }
  }

  @Override
  public void type(long position, DumpRecord.Type type) {
    process.type(position, type);
  }

  @Override
  public void itab(long position, DumpRecord.Itab itab) {
    process.itab(position, itab);
    if (traits != null) {
      traits.itab(itab);
    }
  }

  @Override
  public void goroutine(long position, DumpRecord.Goroutine goroutine) {
    roots.add(RootKind.CONTEXT, goroutines.size(), -1, goroutine.context());
    goroutines.add(goroutine);
    firstFrames.add(frames.count());
    if (traits != null) {
      traits.name(goroutine.waitReason());
    }
  }

  @Override
  public void frame(long position, DumpRecord.Frame frame, Words words) throws IOException {
    int number = frames.count();
    frames.add(goroutines.size() - 1, position, frame);
    addFields(RootKind.FRAME, number, frame.pointers(), frame.contents(), words);
    if (traits != null) {
      traits.name(frame.function());
    }
  }

  @Override
  public void segment(long position, DumpRecord.Segment segment, Words words) throws IOException {
    RootKind kind = segment.kind() == RecordKind.DATA ? RootKind.DATA : RootKind.BSS;
    addFields(kind, process.segmentCount(), segment.pointers(), segment.contents(), words);
    process.segment(position, segment, words);
  }

  /**
   * Offsets beyond the contents are normal in frames up to Go 1.16: those bytes aren't in the file.
   */
  private void addFields(
      RootKind kind, int place, long[] offsets, RecordContents contents, Words words)
      throws IOException {
    for (long offset : offsets) {
      if (contents.hasWord(offset, process.params().pointerSize())) {
        roots.add(kind, place, offset, words.at(offset));
      }
    }
  }

  @Override
  public void defer(long position, DumpRecord.Defer defer) {
    roots.add(RootKind.DEFER, defers.size(), -1, defer.function());
    defers.add(defer);
  }

  @Override
  public void panic(long position, DumpRecord.Panic panic) {
    roots.add(RootKind.PANIC, panics.size(), -1, panic.value());
    panics.add(panic);
  }

  @Override
  public void thread(long position, DumpRecord.Thread thread) {
    process.thread(position, thread);
  }

  @Override
  public void finalizer(long position, DumpRecord.Finalizer finalizer) {
    if (finalizer.kind() == RecordKind.QUEUED_FINALIZER) {
      roots.add(RootKind.QUEUED_FINALIZER, process.finalizers().size(), -1, finalizer.object());
      roots.add(RootKind.QUEUED_FINALIZER, process.finalizers().size(), -1, finalizer.function());
    } else {
      roots.add(RootKind.FINALIZER, process.finalizers().size(), -1, finalizer.function());
    }
    process.finalizer(position, finalizer);
  }

  @Override
  public void otherRoot(long position, DumpRecord.OtherRoot root) {
    roots.add(RootKind.OTHER, process.otherRootCount(), -1, root.address());
    process.otherRoot(position, root);
  }

  @Override
  public void memStats(long position, MemStats stats) {
    process.memStats(position, stats);
  }

  @Override
  public void memProf(long position, DumpRecord.MemProf bucket) {
    process.memProf(position, bucket);
  }

  @Override
  public void allocSample(long position, DumpRecord.AllocSample sample) {
    process.allocSample(position, sample);
  }
}
