package dev.godump.types;

import dev.godump.binary.type.GoType;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.RuntimeLayouts;
import dev.godump.types.layout.ShapeCandidates;
import dev.godump.types.layout.SlotMatcher;
import dev.godump.types.program.FieldPath;
import dev.godump.types.program.KnownTypes;
import dev.godump.types.program.ProgramTypes;
import dev.godump.types.program.RootNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * The Go type of each object and how certain it is: an index per object into a table of types.
 * Read-only.
 */
public final class HeapTypes {
  /** The release whose rules are taken where nothing tells it. */
  public static final int DEFAULT_RELEASE = 15;

  private final IntUnaryOperator typeIndexByObject;
  private final List<ObjectType> types;

  /** Null where a type is not a part of a map or channel. */
  private final List<RuntimePart> runtimePartByType;

  private final long conflicts;
  private final long contradictions;

  private final HeapGraph graph;
  private final SlotMatcher matcher;
  private final KnownTypes known;
  private final Layouts layouts;
  private final int minor;
  private final Optional<RootNames> rootNames;

  public HeapTypes(
      HeapGraph graph,
      KnownTypes known,
      Layouts layouts,
      int minor,
      SlotMatcher matcher,
      Optional<RootNames> rootNames,
      IntUnaryOperator typeIndexByObject,
      List<ObjectType> types,
      List<RuntimePart> runtimePartByType,
      long conflicts,
      long contradictions) {
    this.graph = graph;
    this.known = known;
    this.layouts = layouts;
    this.minor = minor;
    this.matcher = matcher;
    this.rootNames = rootNames;
    this.typeIndexByObject = typeIndexByObject;
    this.types = unique(types);
    this.runtimePartByType = runtimePartByType;
    this.conflicts = conflicts;
    this.contradictions = contradictions;
  }

  /** The same heap with another type table. */
  private HeapTypes(HeapTypes other, List<ObjectType> types) {
    this.graph = other.graph;
    this.known = other.known;
    this.layouts = other.layouts;
    this.minor = other.minor;
    this.matcher = other.matcher;
    this.rootNames = other.rootNames;
    this.typeIndexByObject = other.typeIndexByObject;
    this.types = types;
    this.runtimePartByType = other.runtimePartByType;
    this.conflicts = other.conflicts;
    this.contradictions = other.contradictions;
  }

  /** The same types without guesses. */
  public HeapTypes withoutGuesses() {
    List<ObjectType> sure = new ArrayList<>();
    types.forEach(
        type -> sure.add(type == null || type.certainty() == Certainty.GUESS ? null : type));
    return new HeapTypes(this, sure);
  }

  /**
   * Types read from an index.
   *
   * @param known of the program's types
   * @param described the same, if there is an executable
   * @param numbers of all objects, places in the lists
   * @param types by their numbers, at 0 none
   * @param runtimePartByType null where a type is not a part of a map or channel
   */
  static HeapTypes restored(
      HeapGraph graph,
      KnownTypes known,
      Optional<ProgramTypes> described,
      IntUnaryOperator typeIndexByObject,
      List<ObjectType> types,
      List<RuntimePart> runtimePartByType,
      long conflicts,
      long contradictions) {
    int minor = release(graph, described);
    return new HeapTypes(
        graph,
        known,
        new Layouts(known, graph.process().params().pointerSize(), minor),
        minor,
        new SlotMatcher(graph, minor),
        described.map(d -> new RootNames(graph, d)),
        typeIndexByObject,
        types,
        runtimePartByType,
        conflicts,
        contradictions);
  }

  /**
   * The release that decides how the runtime lays out its structures: that of the executable or of
   * the dump, else {@link #DEFAULT_RELEASE}.
   */
  public static int release(HeapGraph graph, Optional<ProgramTypes> program) {
    int release = graph.process().version().map(v -> v.minor()).orElse(0);
    return program.map(ProgramTypes::minor).orElse(release == 0 ? DEFAULT_RELEASE : release);
  }

  /** Types of one name and certainty as one type, however they were found. */
  private static List<ObjectType> unique(List<ObjectType> table) {
    Map<String, ObjectType> known = new HashMap<>();
    List<ObjectType> types = new ArrayList<>();
    for (ObjectType type : table) {
      ObjectType before =
          type == null ? null : known.putIfAbsent(type.certainty() + " " + type.name(), type);
      types.add(before == null ? type : before);
    }
    return types;
  }

  /** The part of a map or channel that a type is, or null. */
  RuntimePart runtimePart(int index) {
    return runtimePartByType.get(index);
  }

  /** What is known of the program's types. */
  KnownTypes known() {
    return known;
  }

  /** The number of an object's type; 0 if nothing is known of it. */
  public int typeIndex(int object) {
    int index = typeIndexByObject.applyAsInt(object);
    return types.get(index) == null ? 0 : index;
  }

  /** The type of a number other than 0. */
  public ObjectType type(int index) {
    return types.get(index);
  }

  /** How many numbers there are, 0 among them. */
  public int typeCount() {
    return types.size();
  }

  /** The type of an object, if it is known. */
  public Optional<ObjectType> typeOf(int object) {
    return Optional.ofNullable(types.get(typeIndexByObject.applyAsInt(object)));
  }

  /**
   * The type of the map or channel whose header an object is: {@code map[string]int} of a {@code
   * hash<string,int>}. Empty of other objects.
   */
  public Optional<GoType> mapOrChannelOf(int object) {
    return Optional.ofNullable(runtimePartByType.get(typeIndexByObject.applyAsInt(object)))
        .filter(RuntimePart::isHeader)
        .map(RuntimePart::mapOrChannel);
  }

  /**
   * Names of the program's types that have an object's size and pointers, if its own type isn't
   * known.
   *
   * @return sorted; empty if the type is known, or too many fit
   */
  public List<String> candidateNames(int object) {
    return typeOf(object).isPresent()
        ? List.of()
        : new ShapeCandidates(known, layouts, matcher).namesFor(graph.shapeIndex(object));
  }

  /** All types that some object may have. */
  public Set<ObjectType> distinctTypes() {
    return new LinkedHashSet<>(types.stream().filter(Objects::nonNull).toList());
  }

  /**
   * Names the field of an object that an offset lies in: {@code .buf}, {@code [3].name}.
   *
   * @param offset bytes from the start of the slot
   * @return empty if the type isn't known, or not what it is made of
   */
  public Optional<String> fieldName(int object, long offset) {
    return field(object, offset).map(FieldPath::text).filter(path -> !path.isEmpty());
  }

  /**
   * The type of the field, such as a slice's, that the word at an offset of an object is of; empty
   * where it is not known.
   */
  public Optional<GoType> fieldType(int object, long offset) {
    return field(object, offset).map(FieldPath::type);
  }

  private Optional<FieldPath> field(int object, long offset) {
    long inside = offset - headerSize(object);
    return typeOf(object)
        .filter(type -> type.element() != null && inside >= 0)
        .map(type -> FieldPath.of(type.element(), type.count(), inside));
  }

  /** Bytes of the malloc header that an object's slot starts with (Go 1.22 and later): 8 or 0. */
  public int headerSize(int object) {
    return matcher.headerSize(graph.shapeIndex(object));
  }

  /**
   * Bytes of the slot that the allocator gives for a number of bytes.
   *
   * @param pointers whether they have pointers: then a header may come before them
   */
  public long slotSize(long bytes, boolean pointers) {
    return matcher.slotSize(bytes, pointers);
  }

  /** The release that wrote the dump, or the one whose rules are taken: 24 for Go 1.24. */
  public int release() {
    return minor;
  }

  /** The type that a descriptor describes, by its address in the process. */
  public Optional<GoType> typeOfDescriptor(long descriptor) {
    return known.at(descriptor);
  }

  /** A type by its whole name, if the executable describes it. */
  public Optional<GoType> typeNamed(String name) {
    return known.named(name);
  }

  /** All types that the executable has descriptors of. */
  public Stream<GoType> describedTypes() {
    return known.all().stream();
  }

  /**
   * The descriptor of what an interface holds, by its first word: an itab's address, or the
   * descriptor's.
   */
  public long dynamicType(long first) {
    DumpRecord.Itab itab = graph.process().itabs().get(first);
    return itab == null ? first : itab.type();
  }

  /** Whether maps are Swiss tables (Go 1.24 and later). */
  public boolean hasSwissMaps() {
    return known.hasSwissMaps();
  }

  /** What a variable of a map type points at: runtime.hmap, or internal/runtime/maps.Map. */
  public GoType mapHeader(GoType map) {
    return layouts.mapHeader(map).type;
  }

  /** A table of a large Swiss map. */
  public GoType mapTable(GoType map) {
    return layouts.mapTable(map).type;
  }

  /** What a variable of a channel type points at: runtime.hchan. */
  public GoType channelHeader(GoType channel) {
    return layouts.channel(channel).type;
  }

  /** Offset of {@code next} in runtime.sudog. */
  public long sudogNext() {
    int word = graph.process().params().pointerSize();
    return known
        .named("runtime.sudog")
        .flatMap(type -> type.fields().stream().filter(f -> f.name().equals("next")).findFirst())
        .map(GoType.Field::offset)
        .orElse(RuntimeLayouts.sudogNext(word, minor));
  }

  /** Names of the variables that roots lie in; empty without an executable. */
  public Optional<RootNames> rootNames() {
    return rootNames;
  }

  /**
   * How much has a type.
   *
   * @param counted which objects to count
   */
  public Coverage coverage(IntPredicate filter) {
    long[] objects = new long[Certainty.values().length];
    long[] bytes = new long[objects.length];
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (filter.test(id)) {
                ObjectType type = types.get(typeIndexByObject.applyAsInt(id));
                int certainty = (type == null ? Certainty.UNKNOWN : type.certainty()).ordinal();
                objects[certainty]++;
                bytes[certainty] += size;
              }
            });
    return new Coverage(objects, bytes);
  }

  /** What is wrong with the executable's debugging information, as far as it was read. */
  public List<String> warnings() {
    return known.warnings();
  }

  /** How often two types that both fit an object contradicted each other. */
  public long conflicts() {
    return conflicts;
  }

  /** How often a type was refused because an object's pointers or size are others. */
  public long contradictions() {
    return contradictions;
  }
}
