package dev.godump.report;

import dev.godump.analysis.PointerFields;
import dev.godump.analysis.Retainers;
import dev.godump.analysis.WholeMaps;
import dev.godump.binary.type.GoType;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.roots.AddressSpace;
import dev.godump.report.text.Json;
import dev.godump.report.value.ValueText;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.RuntimeTypeName;
import dev.godump.types.layout.SizeClasses;
import dev.godump.types.program.Program;
import dev.godump.types.program.SyncMapParts;
import dev.godump.types.value.EntryKeys;
import dev.godump.types.value.GoValue;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Names objects in text and JSON: by type if it is known, otherwise by shape. Not thread-safe. */
public final class ObjectText {
  /** The type of the record that a goroutine waits. */
  private static final String WAITER = "runtime.sudog";

  private final HeapGraph graph;
  private final HeapTypes types;
  private final String[] textByShape;
  private final Long2LongOpenHashMap goroutineByAddress = new Long2LongOpenHashMap();
  private final RootText roots;
  private final Optional<EntryKeys> keys;
  private final Predicate<GoValue> shownKeys;
  private final Optional<Program> program;

  /**
   * @param program that wrote the dump, if known
   */
  public ObjectText(HeapGraph graph, HeapTypes types, Optional<Program> program) {
    this(
        graph,
        types,
        new RootText(graph, types.rootNames(), program),
        Optional.empty(),
        key -> true,
        program);
  }

  private ObjectText(
      HeapGraph graph,
      HeapTypes types,
      RootText roots,
      Optional<EntryKeys> keys,
      Predicate<GoValue> shownKeys,
      Optional<Program> program) {
    this.graph = graph;
    this.types = types;
    this.roots = roots;
    this.keys = keys;
    this.shownKeys = shownKeys;
    this.program = program;
    this.textByShape = new String[graph.shapes().size()];
    goroutineByAddress.defaultReturnValue(Goroutine.NONE);
  }

  /** Returns a copy that names entries of maps by their keys, which can be secret. */
  public ObjectText withKeys(EntryKeys entryKeys) {
    return withKeys(entryKeys, key -> true);
  }

  /** As {@link #withKeys(EntryKeys)}, with {@code [key]} for the keys that are not to be shown. */
  public ObjectText withKeys(EntryKeys entryKeys, Predicate<GoValue> shown) {
    return new ObjectText(graph, types, roots, Optional.of(entryKeys), shown, program);
  }

  /** Names of roots and their owners. */
  RootText roots() {
    return roots;
  }

  /**
   * Returns the name of the field at an offset of an object's slot: {@code .buf}, {@code [3].name},
   * {@code ["k17"]}, or {@code *} if the object is a pointer; empty if its type doesn't have one.
   */
  Optional<String> fieldAt(int object, long offset) {
    return entryAt(object, offset)
        .or(() -> types.fieldName(object, offset))
        .or(() -> onlyPointer(object));
  }

  /**
   * Returns the part of a map entry at an offset of an object's slot: {@code ["k17"].buf}; empty if
   * there is none, or if this doesn't name entries by their keys.
   */
  Optional<String> entryAt(int object, long offset) {
    try {
      return keys.isEmpty()
          ? Optional.empty()
          : keys.get().entryAt(object, offset).map(e -> "[" + keyText(e) + "]" + e.path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the entry of a sync.Map up to Go 1.23 whose value an interface is, which a sync.entry
   * points at; empty if there is none.
   */
  Optional<String> entryOfBox(int box) {
    return referrersOf(box, SyncMapParts::isEntry)
        .mapToObj(
            entry ->
                referrersOf(entry, RuntimeTypeName::isInsideMap)
                    .mapToObj(part -> entryAt(part, offsetOf(part, entry))))
        .flatMap(entries -> entries.flatMap(Optional::stream))
        .findFirst();
  }

  private IntStream referrersOf(int object, Predicate<String> type) {
    return graph
        .distinctReferrers(object)
        .intStream()
        .filter(referrer -> type.test(typeOf(referrer).map(ObjectType::name).orElse("")));
  }

  private long offsetOf(int from, int to) {
    try {
      return PointerFields.firstOfPair(graph, from, to).offset();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String keyText(EntryKeys.EntryPart entry) {
    GoValue key = entry.key();
    return key == null || key instanceof GoValue.Unknown || !shownKeys.test(key)
        ? "key"
        : ValueText.line(key, entry.type());
  }

  /**
   * Returns the number of entries of the map whose header an object is; empty for other objects, or
   * if this doesn't name entries by their keys.
   */
  OptionalLong entryCount(int object) {
    try {
      return keys.isEmpty() ? OptionalLong.empty() : keys.get().entryCount(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether an object is the header of a map. */
  boolean isMapHeader(int object) {
    return types.isMapHeader(object);
  }

  /** Returns whether an object is a part of a map that only the header leads to. */
  boolean isInsideMap(int object) {
    return types.isInsideMap(object);
  }

  /** As {@link #isInsideMap(int)}, for an object that another one points at. */
  boolean isInsideMap(int object, int holder) {
    return types.isInsideMap(object, holder);
  }

  /** Returns the indexes of the steps of a path without those inside maps. */
  IntList stepsOfWholeMaps(List<Retainers.Step> steps) {
    return WholeMaps.steps(types, steps);
  }

  /**
   * Returns the entry of a map that some steps of a path go through: {@code ["k17"].buf}.
   *
   * @param from index of the first object that may have the entry
   * @param to index of the object that the entry leads to
   */
  Optional<String> entryOnPath(List<Retainers.Step> steps, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      Optional<String> entry = entryAt(steps.get(i).object(), steps.get(i + 1).pointerOffset());
      if (entry.isPresent()) {
        return entry;
      }
    }
    return Optional.empty();
  }

  /** Returns the name of the only pointer of a value without fields. */
  private Optional<String> onlyPointer(int object) {
    return typeOf(object)
        .map(ObjectType::element)
        .flatMap(
            type ->
                switch (type.kind()) {
                  case POINTER, UNSAFE_POINTER, MAP, CHAN, FUNC -> Optional.of("*");
                  case INTERFACE, STRING, SLICE -> Optional.of(".data");
                  default -> Optional.empty();
                });
  }

  /** Returns the type or the shape. */
  String nameOf(int object) {
    return typeOf(object).map(ObjectType::name).orElseGet(() -> shapeOf(object));
  }

  /** Returns the type, marked if it is a guess, or the shape. */
  public String labelOf(int object) {
    return typeOf(object).map(ObjectType::label).orElseGet(() -> shapeOf(object));
  }

  /** As {@link #labelOf}, but the header of a map is named as the map that it stands for. */
  String wholeMapLabelOf(int object) {
    return typeOf(object).map(ObjectType::wholeMapLabel).orElseGet(() -> shapeOf(object));
  }

  /**
   * As {@link #labelOf}, and for the record of a waiting goroutine (runtime.sudog) that goroutine:
   * {@code runtime.sudog of goroutine 7}.
   */
  String waiterLabelOf(int object) {
    String label = labelOf(object);
    if (!label.equals(WAITER)) {
      return label;
    }
    StringBuilder text = new StringBuilder(label);
    graph
        .edges()
        .forEach(
            object,
            target -> {
              long id = goroutineByAddress().get(graph.objects().address(target));
              text.append(id == Goroutine.NONE ? "" : " of goroutine " + id);
            });
    return text.toString();
  }

  /** Returns the type or the shape; for the header of a map, the type of the map. */
  String wholeMapNameOf(int object) {
    String name = nameOf(object);
    return isMapHeader(object) ? RuntimeTypeName.mapOf(name).orElse(name) : name;
  }

  /**
   * Returns the name of an object on a path: as {@link #waiterLabelOf}, or if maps are one step,
   * {@link #wholeMapLabelOf} for the header of a map.
   */
  String stepLabelOf(int object, boolean raw) {
    return !raw && isMapHeader(object) ? wholeMapLabelOf(object) : waiterLabelOf(object);
  }

  private Long2LongOpenHashMap goroutineByAddress() {
    if (goroutineByAddress.isEmpty()) {
      for (Goroutine goroutine : graph.process().goroutines()) {
        goroutineByAddress.put(goroutine.record().address(), goroutine.id());
      }
    }
    return goroutineByAddress;
  }

  /** Returns the type whose descriptor is at an address, such as {@code type main.T}. */
  Optional<String> describedType(long address) {
    return typeName(address).map(name -> "type " + name);
  }

  /** Returns the name of the type whose descriptor is at an address. */
  Optional<String> typeName(long descriptor) {
    return types.typeOfDescriptor(descriptor).map(GoType::name);
  }

  /** Returns the name of the function that starts at a pc, if it is known. */
  Optional<String> functionName(long entry) {
    return new AddressSpace(graph, program).findFunction(entry);
  }

  /** Returns the name of a type, marked if it is a guess. */
  static String typeLabel(String name, Certainty certainty) {
    return new ObjectType(name, certainty).label();
  }

  public Optional<ObjectType> typeOf(int object) {
    return types.typeOf(object);
  }

  Certainty certaintyOf(int object) {
    return typeOf(object).map(ObjectType::certainty).orElse(Certainty.UNKNOWN);
  }

  /** Returns the names of types that an object of unknown type could have. */
  List<String> candidateTypesOf(int object) {
    return types.candidateNames(object);
  }

  public String shapeOf(int object) {
    int shape = graph.shapeIndex(object);
    if (textByShape[shape] == null) {
      textByShape[shape] = graph.shapes().get(shape).toString();
    }
    return textByShape[shape];
  }

  /** Returns whether an object can be a block of several small values without pointers. */
  boolean isTinyBlock(int object) {
    return graph.objects().size(object) == SizeClasses.TINY_BLOCK_SIZE
        && graph.shapes().get(graph.shapeIndex(object)).pointers() == 0;
  }

  /** Returns the address of an object's value, which a malloc header may precede. */
  long valueAddressOf(int object) {
    return types.valueAddress(object);
  }

  /** Describes the function that starts at a pc: with the executable, by name, file and line. */
  String functionAt(long entry) {
    return program
        .flatMap(p -> p.callAtEntry(entry))
        .map(call -> call.function() + "  " + CallText.text(call))
        .orElseGet(() -> new AddressSpace(graph).functionAt(entry));
  }

  public long addressOf(int object) {
    return graph.objects().address(object);
  }

  public long sizeOf(int object) {
    return graph.objects().size(object);
  }

  /** Returns the fields that every JSON object about an object begins with. */
  Json.Fields json(int object) {
    return Json.fields()
        .withAddress("address", addressOf(object))
        .with("size", sizeOf(object))
        .with("type", typeOf(object).map(ObjectType::name))
        .with("certainty", certaintyOf(object).label())
        .with("count", typeOf(object).map(ObjectType::count))
        .with("shape", shapeOf(object));
  }
}
