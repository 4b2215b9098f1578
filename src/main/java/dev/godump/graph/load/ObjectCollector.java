package dev.godump.graph.load;

import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.format.ObjectRecord;
import dev.godump.format.RecordVisitor;
import dev.godump.graph.Edges;
import dev.godump.graph.GraphLimitException;
import dev.godump.graph.MemoryBudget;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Shape;
import dev.godump.io.Parallel;
import dev.godump.vector.Storage;
import dev.godump.vector.WideColumn;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the objects of a dump while it is read, with their pointers and shapes, and counts what
 * it leaves out. Not thread-safe.
 */
final class ObjectCollector implements RecordVisitor {
  /**
   * Bytes that all objects together have less than. Sums of sizes rely on this limit, and no
   * process comes near it.
   */
  private static final long MAX_BYTES = 1L << 43;

  private final DumpRecord.Params params;
  private final SpanLayout layout;
  private final long maxAddress;
  private PhantomFilter filter;
  private final UndecidedSlots undecided;
  private final VersionTraits traits;
  private final MemoryBudget budget;

  private final ObjectTableBuilder table = new ObjectTableBuilder();
  private final PointerRecorder pointers = new PointerRecorder();
  private final ShapeTable shapes = new ShapeTable();

  /** Shapes in file order. */
  private WideColumn shapeByIndex = new WideColumn(Storage.HEAP, 0);

  /** End of the previous object record; one that starts there follows it directly. */
  private long objectsEnd;

  /** Whether pointers and shapes were moved to a scratch file. */
  private boolean offHeap;

  /** Bytes of all objects so far. */
  private long bytes;

  private long phantoms;
  private long impossible;
  private long unwritten;
  private long outside;

  ObjectCollector(
      DumpRecord.Params params, SpanLayout layout, VersionTraits traits, MemoryBudget budget) {
    this.params = params;
    this.layout = layout;
    this.maxAddress = -1L >>> (Long.SIZE - Byte.SIZE * params.pointerSize());
    this.filter = new PhantomFilter(layout);
    this.undecided = new UndecidedSlots(layout);
    this.traits = traits;
    this.budget = budget;
  }

  @Override
  public void object(long position, ObjectRecord object) throws IOException {
    long address = object.address();
    long size = object.size();
    long offset = object.nextPointer();
    boolean follows = position == objectsEnd;
    if (!isPossible(address, size)) {
      impossible++;
      return;
    }
    PhantomFilter.Verdict verdict = filter.judge(address, size, offset != ObjectRecord.NONE);
    if (verdict == PhantomFilter.Verdict.PHANTOM) {
      object.finish();
      objectsEnd = object.end();
      phantoms++;
      return;
    }
    bytes += size;
    traits.addObject(size);
    shapes.startObject();
    pointers.startRow();
    for (; offset != ObjectRecord.NONE; offset = object.nextPointer()) {
      shapes.addPointer(offset);
      if (object.hasWord(offset)) {
        addPointer(object, offset);
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
    shapeByIndex.add(shapes.endObject(size));
    pointers.endRow();
    if (!offHeap && pointers.size() > budget.maxPointersInHeap()) {
      moveOffHeap();
    }
  }

  /** Whether there can be an object, alone and beside those before it. */
  private boolean isPossible(long address, long size) {
    long last = address + size - 1;
    return ((address | size) & 7) == 0
        && size > 0
        && size < MAX_BYTES - bytes
        && address != 0
        && Long.compareUnsigned(last, address) > 0
        && Long.compareUnsigned(last, maxAddress) < 0;
  }

  private void addPointer(ObjectRecord object, long offset) throws IOException {
    long value = object.word(offset);
    if (value != 0) {
      pointers.add(value);
      traits.addPointer(object, offset, value);
    }
  }

  private void moveOffHeap() throws IOException {
    Storage scratch = budget.scratch();
    pointers.moveTo(scratch);
    shapeByIndex = shapeByIndex.movedTo(scratch);
    offHeap = true;
  }

  /** Returns a collector of other objects of the same dump, to be added. */
  ObjectCollector another() {
    return new ObjectCollector(params, layout, new VersionTraits(params), budget);
  }

  /**
   * Adds the objects of another collector, which follow those collected so far, the first in a page
   * of its own or with a size of its own. The other collector can't be used afterwards.
   *
   * @return false, and nothing has changed, if all objects together exceed a limit
   */
  boolean addAll(ObjectCollector later) {
    if (later.bytes >= MAX_BYTES - bytes || !pointers.canAddAll(later.pointers)) {
      return false;
    }
    Parallel.Task<Void> addingShapes = Parallel.run(() -> addShapes(later));
    filter = later.filter;
    undecided.addAll(later.undecided);
    traits.addObjects(later.traits);
    table.addAll(later.table);
    pointers.addAll(later.pointers);
    objectsEnd = later.objectsEnd;
    bytes += later.bytes;
    phantoms += later.phantoms;
    impossible += later.impossible;
    unwritten += later.unwritten;
    outside += later.outside;
    addingShapes.result();
    return true;
  }

  private void addShapes(ObjectCollector later) {
    int[] indexes = shapes.addAll(later.shapes);
    for (long i = 0; i < later.shapeByIndex.length(); i++) {
      shapeByIndex.add(indexes[later.shapeByIndex.get(i)]);
    }
  }

  /**
   * Decides about undecided slots and builds the table of all objects, after the last record.
   *
   * @param memStats null if the dump was truncated before them
   */
  ObjectTable buildTable(@Nullable MemStats memStats) throws GraphLimitException {
    phantoms += undecided.decide(memStats, table.count() - undecided.count());
    return table.build(undecided::keeps);
  }

  /** Moves the pointers to a storage other than the heap, unless they are off the heap already. */
  void moveTo(Storage storage) {
    if (!storage.isHeap() && !offHeap) {
      pointers.moveTo(storage);
    }
  }

  /** Returns the index of each object's shape; can be called once. */
  WideColumn shapesInIdOrder(ObjectTable objects, Storage storage) {
    WideColumn shapeByObject = new WideColumn(storage, objects.count());
    int[] fileRunByRun = table.fileRunByRun();
    for (int run = 0; run < fileRunByRun.length; run++) {
      int first = objects.firstId(run);
      int count = objects.firstId(run + 1) - first;
      shapeByObject.setAll(first, shapeByIndex, table.firstIndex(fileRunByRun[run]), count);
    }
    // frees its memory
    shapeByIndex = new WideColumn(Storage.HEAP, 0);
    return shapeByObject;
  }

  /** Resolves the pointers; can be called once. */
  Edges buildEdges(ObjectTable objects, Storage storage) {
    return pointers.resolve(objects, table, storage);
  }

  /** Returns the number of pointers recorded. */
  long pointers() {
    return pointers.size();
  }

  /** Returns all shapes, by index. */
  List<Shape> shapes() {
    return shapes.shapes();
  }

  /** Returns the number of object records of slots without an object. */
  long phantoms() {
    return phantoms;
  }

  /** Returns the number of records with an impossible address or size. */
  long impossible() {
    return impossible;
  }

  /** Returns the number of pointer fields in bytes that Go's writer cut off. */
  long unwritten() {
    return unwritten;
  }

  /** Returns the number of pointer fields outside their object. */
  long outside() {
    return outside;
  }

  /** Returns the number of objects left out because they overlap others. */
  long overlapping() {
    return table.overlapping();
  }

  /**
   * Returns the number of pointers dropped because they are in more arenas than can be numbered.
   */
  long droppedPointers() {
    return pointers.dropped();
  }

  /** Returns the number of slots that were decided by their bytes. */
  long guessed() {
    return undecided.guessed();
  }
}
