package dev.godump.analysis.waste;

import dev.godump.analysis.waste.Waste.Kind;
import dev.godump.binary.type.GoType;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.io.Parallel;
import dev.godump.types.Certainty;
import dev.godump.types.Coverage;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.inference.InferredTypes;
import dev.godump.types.program.ObjectWords;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * Finds memory that serves no purpose. An array counts as wasted only if the type of every pointer
 * to it is known, so that reported bytes can be freed; arrays without typed pointers are not found.
 */
public final class WasteSearch {
  /** Fewer unused bytes in one object are not reported. */
  private static final int MIN_WASTED_BYTES = 64;

  /** Smaller arrays, in bytes, are not reported as kept alive by a pointer to a part of them. */
  private static final int MIN_KEPT_ARRAY = 1024;

  private final HeapGraph graph;
  private final InferredTypes inferred;
  private final HeapTypes types;
  private final IntPredicate live;
  private final ObjectUses uses;
  private final WasteSums sums;

  /** Arrays that only slices point at, by address. */
  private final IntArrayList arraysOfSlices = new IntArrayList();

  private WasteSearch(
      HeapGraph graph,
      InferredTypes inferred,
      IntPredicate live,
      ObjectUses uses,
      Set<Kind> kinds) {
    this.graph = graph;
    this.inferred = inferred;
    this.types = inferred.types();
    this.live = live;
    this.uses = uses;
    this.sums = new WasteSums(kinds);
  }

  /**
   * Searches all objects that match a predicate.
   *
   * @param top most groups of each kind, 0 for all
   */
  public static Waste of(
      HeapGraph graph, InferredTypes inferred, IntPredicate live, Set<Kind> kinds, int top)
      throws IOException {
    HeapTypes types = inferred.types();
    WasteSearch search =
        new WasteSearch(graph, inferred, live, ObjectUses.of(graph, inferred.pointers()), kinds);
    // reads all objects, as do the others together
    Parallel.Task<IntArrayList> copies = Parallel.start(search::copiesOfObjects);
    try {
      search.arrays();
      search.hiddenSlots();
      search.structures();
      search.padding();
      search.copiesOfBytes();
    } finally {
      copies.await();
    }
    copies.result().forEach(search::copyOfObject);
    Coverage coverage = types.coverage(live);
    long typed = 0;
    long all = 0;
    for (Certainty certainty : Certainty.values()) {
      all += coverage.bytes(certainty);
      typed += certainty == Certainty.UNKNOWN ? 0 : coverage.bytes(certainty);
    }
    return new Waste(search.sums.findings(top), all, typed);
  }

  private String locationOf(int object) {
    int location = uses.firstLocation(object);
    return location == ObjectUses.NONE ? "-" : inferred.pointers().fieldName(location);
  }

  private void add(Kind kind, int object, long bytes, Supplier<String> detail) {
    sums.add(kind, locationOf(object), bytes, 1, graph.objects().address(object), detail);
  }

  private void arrays() {
    if (!sums.includes(Kind.SLICE_CAPACITY)
        && !sums.includes(Kind.EMPTY_SLICE)
        && !sums.includes(Kind.KEPT_BY_PART)
        && !sums.includes(Kind.HIDDEN_SLOTS)) {
      return;
    }
    int[] referencesByObject = countReferences();
    int all = ObjectUses.STRING | ObjectUses.BYTES | ObjectUses.SLICE | ObjectUses.SINGLE;
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (uses.to(id) > 0
                  && uses.hasOnlyUses(id, all)
                  && uses.references(id) >= referencesByObject[id]
                  && !uses.isTiny(id)
                  && live.test(id)) {
                array(id, size);
                if (uses.hasOnlyUses(id, ObjectUses.SLICE)) {
                  arraysOfSlices.add(id);
                }
              }
            });
  }

  private void hiddenSlots() throws IOException {
    IntArrayList arrays = new IntArrayList();
    IntArrayList slotSizes = new IntArrayList();
    if (sums.includes(Kind.HIDDEN_SLOTS)) {
      for (int array : arraysOfSlices) {
        long slotSize = types.typeOf(array).map(ObjectType::element).map(GoType::size).orElse(0L);
        boolean hidden = uses.from(array) > 0 || uses.used(array) < graph.objects().size(array);
        if (hidden
            && slotSize > 0
            && slotSize <= Integer.MAX_VALUE
            && graph.shapes().get(graph.shapeIndex(array)).pointers() > 0) {
          arrays.add(array);
          slotSizes.add((int) slotSize);
        }
      }
    }
    if (arrays.isEmpty()) {
      return;
    }
    new SlotsOutsideSlices(graph, uses, live)
        .forEach(
            arrays,
            slotSizes,
            (array, slots, slotSize, bytes) ->
                sums.add(
                    Kind.HIDDEN_SLOTS,
                    locationOf(array),
                    bytes,
                    slots,
                    bytes,
                    graph.objects().address(array),
                    () -> slots + " slots of " + slotSize + " bytes"));
  }

  /** Counts the pointers to each object. */
  private int[] countReferences() {
    int[] referencesByObject = new int[graph.objects().count()];
    Edges edges = graph.edges();
    for (int id = 0; id < referencesByObject.length; id++) {
      for (long e = edges.first(id); e != Edges.NONE; e = edges.next(e)) {
        referencesByObject[edges.target(e)]++;
      }
    }
    for (int root = 0; root < graph.roots().count(); root++) {
      referencesByObject[graph.roots().target(root)]++;
    }
    return referencesByObject;
  }

  private void array(int id, long size) {
    boolean pointers = graph.shapes().get(graph.shapeIndex(id)).pointers() > 0;
    long from = uses.from(id);
    long reached = uses.to(id) - from;
    long used = Math.max(0, uses.used(id) - from);
    if (size >= MIN_KEPT_ARRAY && reached <= size / 4 && isArray(id, pointers)) {
      long bytes = size - types.slotSize(reached, pointers);
      if (sums.includes(Kind.KEPT_BY_PART)) {
        add(
            Kind.KEPT_BY_PART,
            id,
            bytes,
            () -> reached + " of " + size + " bytes, from byte " + from);
      }
    } else if (uses.hasUse(id, ObjectUses.SLICE | ObjectUses.BYTES)
        && !uses.hasUse(id, ObjectUses.SINGLE)) {
      Kind kind = used == 0 ? Kind.EMPTY_SLICE : Kind.SLICE_CAPACITY;
      long bytes = used == 0 ? size : size - types.slotSize(used, pointers);
      if (sums.includes(kind)
          && (used == 0 || (reached >= 2 * used && bytes >= MIN_WASTED_BYTES))) {
        add(kind, id, bytes, () -> used + " of " + reached + " bytes used");
      }
    }
  }

  /**
   * Whether an object is an array and not one struct: a program may use a pointer to a part of a
   * struct to find the rest.
   */
  private boolean isArray(int id, boolean pointers) {
    ObjectType type = types.typeOf(id).orElse(null);
    return type == null
        || type.count() > 1
        || (type.element() != null && type.element().kind() == GoType.Kind.ARRAY)
        || (!pointers && uses.hasOnlyUses(id, ObjectUses.STRING | ObjectUses.BYTES));
  }

  private void structures() throws IOException {
    MapCapacity maps = new MapCapacity(graph, types);
    ObjectWords words = types.words();
    int[] forms = new int[types.typeCount()];
    for (int number = 1; number < forms.length; number++) {
      ObjectType type = types.type(number);
      boolean channel = type.element() != null && type.element().name().startsWith("hchan<");
      boolean map =
          MapCapacity.isMap(type)
              && (sums.includes(Kind.MAP_CAPACITY) || sums.includes(Kind.EMPTY_MAP));
      forms[number] = map ? 1 : channel && sums.includes(Kind.CHANNEL_BUFFER) ? 2 : 0;
    }
    for (int id = 0; id < graph.objects().count(); id++) {
      int form = forms[types.typeIndex(id)];
      if (form == 1 && live.test(id)) {
        map(id, maps.usageOf(id));
      } else if (form == 2 && live.test(id)) {
        words.open(id);
        channel(id, words, types.typeOf(id).map(ObjectType::element).orElseThrow());
      }
    }
  }

  private void map(int id, Optional<MapCapacity.MapUsage> found) {
    if (found.isEmpty()) {
      return;
    }
    MapCapacity.MapUsage usage = found.get();
    long size = graph.objects().size(id);
    if (usage.entries() == 0) {
      if (sums.includes(Kind.EMPTY_MAP)) {
        add(
            Kind.EMPTY_MAP,
            id,
            size + usage.bytes(),
            () ->
                usage.slots() == 0 ? "only the header" : "0 of " + usage.slots() + " entries used");
      }
    } else if (sums.includes(Kind.MAP_CAPACITY) && usage.neededBytes() * 2 <= usage.bytes()) {
      add(
          Kind.MAP_CAPACITY,
          id,
          usage.bytes() - usage.neededBytes(),
          () -> usage.entries() + " of " + usage.slots() + " entries used");
    }
  }

  private void channel(int id, ObjectWords words, GoType type) throws IOException {
    long capacity = MapCapacity.fieldValue(words, type, "dataqsiz");
    long waiting = MapCapacity.fieldValue(words, type, "qcount");
    if (waiting >= 0
        && capacity > 0
        && capacity <= graph.objects().bytes()
        && waiting <= capacity / 2) {
      long unused = (capacity - waiting) * MapCapacity.fieldValue(words, type, "elemsize");
      if (unused >= MIN_WASTED_BYTES) {
        add(
            Kind.CHANNEL_BUFFER,
            id,
            unused,
            () -> waiting + " of " + capacity + " elements waiting");
      }
    }
  }

  private void padding() {
    if (!sums.includes(Kind.PADDING)) {
      return;
    }
    int[] counts = new int[types.typeCount()];
    int[] examples = new int[counts.length];
    for (int id = 0; id < graph.objects().count(); id++) {
      if (live.test(id)) {
        int number = types.typeIndex(id);
        counts[number]++;
        examples[number] = counts[number] == 1 ? id : examples[number];
      }
    }
    FieldOrder order = new FieldOrder(graph.process().params().pointerSize());
    for (int number = 1; number < counts.length; number++) {
      ObjectType type = types.type(number);
      GoType value = type.element();
      if (counts[number] == 0
          || value == null
          || value.kind() != GoType.Kind.STRUCT
          || Duplicates.isRuntimeType(value)) {
        continue;
      }
      long best = order.bestSize(value);
      int example = examples[number];
      boolean pointers = graph.shapes().get(graph.shapeIndex(example)).pointers() > 0;
      long saved =
          best == value.size()
              ? 0
              : types.slotSize(value.size() * type.count(), pointers)
                  - types.slotSize(best * type.count(), pointers);
      if (saved > 0) {
        sums.add(
            Kind.PADDING,
            value.name(),
            saved * counts[number],
            counts[number],
            graph.objects().address(example),
            () -> value.size() + " bytes each, " + best + " in the best order");
      }
    }
  }

  private void copiesOfBytes() throws IOException {
    if (sums.includes(Kind.DUPLICATE_STRINGS)
        || sums.includes(Kind.DUPLICATE_BYTES)
        || sums.includes(Kind.ZERO_BYTES)) {
      StringSearch.visit(graph, inferred, live, uses, new CopyVisitor());
    }
  }

  /** Returns the objects that are equal to another one, in address order. */
  private IntArrayList copiesOfObjects() throws IOException {
    IntArrayList copies = new IntArrayList();
    if (sums.includes(Kind.DUPLICATE_OBJECTS)) {
      new Duplicates(graph, types, uses, live).forEach(copies::add);
    }
    return copies;
  }

  private void copyOfObject(int id) {
    sums.add(
        Kind.DUPLICATE_OBJECTS,
        types.typeOf(id).orElseThrow().name(),
        graph.objects().size(id),
        1,
        graph.objects().address(id),
        () -> graph.objects().size(id) + " bytes a copy");
  }

  /** Adds copies of contents, and bytes that are all zero. */
  private final class CopyVisitor implements StringSearch.Visitor {
    @Override
    public void copy(int object, Strings.Kind contents, long taken) {
      Kind kind = contents == Strings.Kind.STRING ? Kind.DUPLICATE_STRINGS : Kind.DUPLICATE_BYTES;
      if (sums.includes(kind)) {
        add(kind, object, taken, () -> taken + " bytes a copy");
      }
    }

    @Override
    public void zeros(int object, long length, long taken) {
      if (sums.includes(Kind.ZERO_BYTES) && taken >= MIN_WASTED_BYTES) {
        add(Kind.ZERO_BYTES, object, taken, () -> length + " bytes, all zero");
      }
    }
  }
}
