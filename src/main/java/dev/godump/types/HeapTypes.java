package dev.godump.types;

import dev.godump.binary.type.GoType;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.ShapeCandidates;
import dev.godump.types.layout.SlotMatcher;
import dev.godump.types.program.FieldPath;
import dev.godump.types.program.KnownTypes;
import dev.godump.types.program.ObjectWords;
import dev.godump.types.program.ProgramTypes;
import dev.godump.types.program.RootNames;
import dev.godump.types.program.SyncMapParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Go type of each object and how certain it is: an index per object into a table of types.
 * Read-only.
 */
public final class HeapTypes {
  /** The release assumed if neither the dump nor an executable has its version: Go 1.15. */
  public static final int DEFAULT_RELEASE = 15;

  private final HeapGraph graph;
  private final KnownTypes known;
  private final Layouts layouts;
  private final SlotMatcher matcher;
  private final Optional<RootNames> rootNames;
  private final TypesByObject types;
  private final RuntimeStructures runtime;

  /**
   * @param known the program's types as far as the dump and the executable describe them
   * @param rootNames names of the variables that contain roots, if there is an executable
   */
  public HeapTypes(
      HeapGraph graph,
      KnownTypes known,
      Layouts layouts,
      SlotMatcher matcher,
      Optional<RootNames> rootNames,
      TypesByObject types) {
    this.graph = graph;
    this.known = known;
    this.layouts = layouts;
    this.matcher = matcher;
    this.rootNames = rootNames;
    this.types = types;
    this.runtime = new RuntimeStructures(known, layouts);
  }

  /** The same types, with names of the variables that contain the roots of a view of the graph. */
  public HeapTypes of(HeapGraph view) {
    return view == graph
        ? this
        : new HeapTypes(
            view, known, layouts, matcher, rootNames.map(names -> names.of(view)), types);
  }

  /** The same types without guesses. */
  public HeapTypes withoutGuesses() {
    return new HeapTypes(graph, known, layouts, matcher, rootNames, types.withoutGuesses());
  }

  /**
   * Types read from an index.
   *
   * @param known the program's types
   * @param described the same, if there is an executable
   */
  static HeapTypes restored(
      HeapGraph graph, KnownTypes known, Optional<ProgramTypes> described, TypesByObject types) {
    int minor = release(graph, described);
    return new HeapTypes(
        graph,
        known,
        new Layouts(known, graph.process().params().pointerSize(), minor),
        new SlotMatcher(graph, minor),
        described.map(d -> new RootNames(graph, d)),
        types);
  }

  /**
   * The release that determines how the runtime lays out its structures: that of the executable or
   * of the dump, else {@link #DEFAULT_RELEASE}.
   */
  public static int release(HeapGraph graph, Optional<ProgramTypes> program) {
    int release = graph.process().version().map(v -> v.minor()).orElse(0);
    return program.map(ProgramTypes::minor).orElse(release == 0 ? DEFAULT_RELEASE : release);
  }

  /** The part of a map or channel that the type at an index is, or null. */
  @Nullable RuntimePart runtimePart(int index) {
    return types.runtimePart(index);
  }

  /** The type of one value of the type at an index, never another of the same name, or null. */
  @Nullable GoType element(int index) {
    return types.element(index);
  }

  /**
   * The layouts of the types by index, compiled again from what an index keeps of them. Null at 0
   * and for types without a description, which have no references.
   */
  public List<@Nullable Layout> layoutByType() {
    List<@Nullable Layout> compiled = new ArrayList<>();
    for (int index = 0; index < types.count(); index++) {
      GoType type = types.element(index);
      RuntimePart part = types.runtimePart(index);
      compiled.add(
          type == null
              ? null
              : layouts.compiled(
                  type,
                  part == null ? Layout.Form.VALUE : part.form(),
                  part == null ? null : part.mapOrChannel()));
    }
    return compiled;
  }

  /** The layouts of all types. */
  public Layouts layouts() {
    return layouts;
  }

  /** The program's types. */
  KnownTypes known() {
    return known;
  }

  /** The index of an object's type; 0 if the type is unknown. */
  public int typeIndex(int object) {
    return types.indexOf(object);
  }

  /** Whether there is a type at an index; if guesses are left out, theirs have none. */
  public boolean hasType(int index) {
    return types.hasType(index);
  }

  /** The type at an index other than 0. */
  public ObjectType type(int index) {
    return types.type(index);
  }

  /** The number of type indexes, including 0. */
  public int typeCount() {
    return types.count();
  }

  /** The type of an object, if it is known. */
  public Optional<ObjectType> typeOf(int object) {
    return Optional.ofNullable(types.typeOf(object));
  }

  /**
   * The type of the map or channel whose header an object is: {@code map[string]int} of a {@code
   * hash<string,int>}. Empty for other objects.
   */
  public Optional<GoType> mapOrChannelOf(int object) {
    return Optional.ofNullable(types.runtimePartOf(object))
        .filter(RuntimePart::isHeader)
        .map(RuntimePart::mapOrChannel);
  }

  /** Whether an object is the header of a map. */
  public boolean isMapHeader(int object) {
    ObjectType type = types.typeOf(object);
    return type != null && RuntimeTypeName.isMapHeader(type.name());
  }

  /** Whether an object is a part of a map that only the map's header leads to. */
  public boolean isInsideMap(int object) {
    ObjectType type = types.typeOf(object);
    return type != null && RuntimeTypeName.isInsideMap(type.name());
  }

  /**
   * As {@link #isInsideMap(int)}, or whether it is the interface that an entry of a sync.Map points
   * at.
   *
   * @param holder the object that points at it
   */
  public boolean isInsideMap(int object, int holder) {
    ObjectType type = types.typeOf(object);
    ObjectType holding = types.typeOf(holder);
    return isInsideMap(object)
        || (type != null
            && holding != null
            && SyncMapParts.isBox(type.name())
            && SyncMapParts.isEntry(holding.name()));
  }

  /**
   * Names of the program's types that fit the size and pointers of an untyped object.
   *
   * @return sorted names; empty if the object's type is known, or too many types fit
   */
  public List<String> candidateNames(int object) {
    return typeOf(object).isPresent()
        ? List.of()
        : new ShapeCandidates(known, layouts, matcher).namesFor(graph.shapeIndex(object));
  }

  /** All types that objects have. */
  public Set<ObjectType> distinctTypes() {
    return types.distinct();
  }

  /**
   * The path to the field at an offset of an object: {@code .buf}, {@code [3].name}.
   *
   * @param offset bytes from the start of the slot
   * @return empty if the type or its fields are unknown
   */
  public Optional<String> fieldName(int object, long offset) {
    return field(object, offset).map(FieldPath::text).filter(path -> !path.isEmpty());
  }

  /**
   * The type of the field that the word at an offset of an object belongs to, such as a slice's;
   * empty if unknown.
   */
  public Optional<GoType> fieldType(int object, long offset) {
    return field(object, offset).map(FieldPath::type);
  }

  private Optional<FieldPath> field(int object, long offset) {
    long inside = offset - headerSize(object);
    return inside < 0 ? Optional.empty() : typeOf(object).flatMap(type -> fieldOf(type, inside));
  }

  private static Optional<FieldPath> fieldOf(ObjectType type, long offset) {
    GoType element = type.element();
    return element == null
        ? Optional.empty()
        : Optional.of(FieldPath.withWholeMaps(element, type.count(), offset));
  }

  /** Bytes of the malloc header that an object's slot starts with (Go 1.22 and later): 8 or 0. */
  public int headerSize(int object) {
    return matcher.headerSize(graph.shapeIndex(object));
  }

  /** The address of an object's value: after the malloc header, if the slot starts with one. */
  public long valueAddress(int object) {
    return graph.objects().address(object) + headerSize(object);
  }

  /** A new cursor for reading the values of objects. */
  public ObjectWords words() {
    return new ObjectWords(graph, this::headerSize);
  }

  /**
   * Bytes of the slot that the allocator returns for a value.
   *
   * @param bytes bytes of the value
   * @param pointers whether it has pointers: then the slot may start with a malloc header
   */
  public long slotSize(long bytes, boolean pointers) {
    return matcher.slotSize(bytes, pointers);
  }

  /** The type of the descriptor at an address of the process. */
  public Optional<GoType> typeOfDescriptor(long descriptor) {
    return known.at(descriptor);
  }

  /** The name of the function with its entry at a pc, if the executable or a stack has it. */
  public Optional<String> nameOfFunction(long entry) {
    return known.nameOfFunction(entry);
  }

  /**
   * Whether an address may be the entry of a function. With the executable, it is one.
   *
   * @see KnownTypes#mayBeFunction
   */
  boolean mayBeFunction(long address) {
    return known.mayBeFunction(address);
  }

  /** The type with a full name, if the executable describes it. */
  public Optional<GoType> typeNamed(String name) {
    return known.named(name);
  }

  /** All types that the executable has descriptors of. */
  public Stream<GoType> describedTypes() {
    return known.all().stream();
  }

  /**
   * The address of the descriptor of an interface's dynamic type.
   *
   * @param first the interface's first word: the address of an itab or of the descriptor
   */
  public long dynamicType(long first) {
    DumpRecord.Itab itab = graph.process().itabs().get(first);
    return itab == null ? first : itab.type();
  }

  /** The types of the runtime's maps and channels. */
  public RuntimeStructures runtime() {
    return runtime;
  }

  /** Names of the variables that contain roots; empty without an executable. */
  public Optional<RootNames> rootNames() {
    return rootNames;
  }

  /**
   * Counts objects by certainty of their types.
   *
   * @param filter selects the objects to count
   */
  public Coverage coverage(IntPredicate filter) {
    long[] objects = new long[Certainty.values().length];
    long[] bytes = new long[objects.length];
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (filter.test(id)) {
                ObjectType type = types.typeOf(id);
                int certainty = (type == null ? Certainty.UNKNOWN : type.certainty()).code();
                objects[certainty]++;
                bytes[certainty] += size;
              }
            });
    return new Coverage(objects, bytes);
  }

  /** Errors in the executable's debugging information, as far as it was read. */
  public List<String> warnings() {
    return known.warnings();
  }

  /** How often two unrelated types both fit an object. */
  public long conflicts() {
    return types.conflicts();
  }

  /** How often a type was rejected because it doesn't fit the object's pointers or size. */
  public long contradictions() {
    return types.contradictions();
  }
}
