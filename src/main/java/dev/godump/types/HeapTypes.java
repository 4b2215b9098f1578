package dev.godump.types;

import dev.godump.binary.GoType;
import dev.godump.format.DumpRecord;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.types.Typings.Typing;
import it.unimi.dsi.fastutil.ints.IntCollection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What Go type each object has and how sure that is: a number per object into a list of types. Made
 * once for a graph; read-only.
 */
public final class HeapTypes {
  /** The release whose rules are taken where nothing tells it. */
  static final int OLDEST = 15;

  private final IntUnaryOperator numbers;
  private final List<ObjectType> types;

  /** By type number, what the runtime made of it, or null. */
  private final List<Made> made;

  private final long conflicts;
  private final long contradictions;

  private final HeapGraph graph;
  private final SlotFit fit;
  private final KnownTypes known;
  private final Layouts layouts;
  private final int minor;
  private final Optional<RootNames> rootNames;
  private final Optional<TypedPointers> pointers;

  HeapTypes(
      HeapGraph graph,
      KnownTypes known,
      Layouts layouts,
      int minor,
      SlotFit fit,
      Optional<RootNames> rootNames,
      Optional<TypedPointers> pointers,
      IntUnaryOperator numbers,
      List<ObjectType> types,
      List<Made> made,
      long conflicts,
      long contradictions) {
    this.graph = graph;
    this.known = known;
    this.layouts = layouts;
    this.minor = minor;
    this.fit = fit;
    this.rootNames = rootNames;
    this.pointers = pointers;
    this.numbers = numbers;
    this.types = types;
    this.made = made;
    this.conflicts = conflicts;
    this.contradictions = contradictions;
  }

  /**
   * Finds out, by all that leads from one type to another.
   *
   * @param program the executable that wrote the dump, if there is one
   */
  public static HeapTypes of(HeapGraph graph, Optional<Program> program) throws IOException {
    TypeFinding finding = new TypeFinding(graph, program);
    finding.follow(id -> true);
    finding.guess();
    return finding.types();
  }

  /**
   * Finds out those of some objects that are no guesses and that the dump alone gives away, faster than
   * all: looks only at what points at them.
   *
   * @param wanted their ids
   */
  public static HeapTypes certain(HeapGraph graph, IntCollection wanted) throws IOException {
    BitSet targets = new BitSet(graph.objects().count());
    wanted.forEach(targets::set);
    BitSet sources = new BitSet(graph.objects().count());
    Edges edges = graph.edges();
    IntStream.range(0, graph.objects().count())
        .parallel()
        .filter(id -> targets.get(id) || pointsAt(edges, id, targets))
        .sequential()
        .forEach(sources::set);
    TypeFinding finding = new TypeFinding(graph, Optional.empty());
    finding.follow(sources::get);
    return finding.types().withoutGuesses();
  }

  private static boolean pointsAt(Edges edges, int id, BitSet targets) {
    for (long e = edges.first(id); e >= 0; e = edges.next(e)) {
      if (targets.get(edges.target(e))) {
        return true;
      }
    }
    return false;
  }

  /** The same, but for guesses. */
  public HeapTypes withoutGuesses() {
    List<ObjectType> sure = new ArrayList<>();
    types.forEach(type -> sure.add(type == null || type.certainty() == Certainty.GUESS ? null : type));
    return new HeapTypes(
        graph, known, layouts, minor, fit, rootNames, pointers, numbers, sure, made, conflicts, contradictions);
  }

  /**
   * What was found out before.
   *
   * @param numbers of all objects, places in the table
   * @param table of types, at 0 none
   */
  static HeapTypes known(
      HeapGraph graph,
      Optional<Program> program,
      IntUnaryOperator numbers,
      List<Saved> table,
      long conflicts,
      long contradictions) {
    int release = graph.process().version().map(v -> v.minor()).orElse(0);
    Optional<ProgramTypes> described = program.map(p -> new ProgramTypes(p, graph));
    int minor = described.map(ProgramTypes::minor).orElse(release == 0 ? OLDEST : release);
    KnownTypes known = described.isPresent() ? described.get() : new NoProgram(graph);
    Layouts layouts = new Layouts(known, graph.process().params().pointerSize(), minor);
    List<ObjectType> types = new ArrayList<>();
    List<Made> made = new ArrayList<>();
    types.add(null);
    made.add(null);
    for (Saved saved : table) {
      Made structure = saved.made(described);
      made.add(structure);
      types.add(saved.in(described, structure, layouts));
    }
    return new HeapTypes(
        graph,
        known,
        layouts,
        minor,
        new SlotFit(graph, minor),
        described.map(d -> new RootNames(graph, d)),
        Optional.empty(),
        numbers,
        TypeFinding.unique(types),
        made,
        conflicts,
        contradictions);
  }

  /**
   * A type as it is written down.
   *
   * @param descriptor before the slide, of the type of one value; 0 if it has none
   * @param element name of the type of one value, or empty
   * @param form the place in {@link Layout.Form} of what the runtime made, or -1
   * @param subjectDescriptor before the slide, of the map or channel that it was made for, or 0
   * @param subject name of that, or empty
   * @param kind of one value, its place in {@link GoType.Kind}
   * @param size bytes of one value
   * @param fields of a closure, else none
   */
  record Saved(
      String name,
      Certainty certainty,
      long count,
      long descriptor,
      String element,
      int form,
      long subjectDescriptor,
      String subject,
      int kind,
      long size,
      List<SavedField> fields) {
    /** A field of a closure as it is written down. */
    record SavedField(String name, long offset, long descriptor, String type) {}

    static Saved of(HeapTypes types, int number) {
      ObjectType type = types.type(number);
      GoType element = type.element();
      Made structure = types.made.get(number);
      return new Saved(
          type.name(),
          type.certainty(),
          type.count(),
          element == null ? 0 : element.descriptor(),
          element == null ? "" : element.name(),
          structure == null ? -1 : structure.form().ordinal(),
          structure == null ? 0 : structure.subject().descriptor(),
          structure == null ? "" : structure.subject().name(),
          element == null ? 0 : element.kind().ordinal(),
          element == null ? 0 : element.size(),
          isClosure(element) ? element.fields().stream().map(Saved::saved).toList() : List.of());
    }

    private static boolean isClosure(GoType element) {
      return element != null && element.name().startsWith(Layouts.CLOSURE) && element.kind() == GoType.Kind.STRUCT;
    }

    private static SavedField saved(GoType.Field field) {
      return new SavedField(field.name(), field.offset(), field.type().descriptor(), field.type().name());
    }

    private GoType closure(Optional<ProgramTypes> program, Layouts layouts) {
      List<GoType.Field> found = new ArrayList<>();
      for (SavedField field : fields) {
        GoType type = found(program, field.descriptor, field.type);
        if (type == null) {
          boolean entry = field.offset == 0;
          type = entry ? layouts.closure().type.fields().get(0).type() : new GoType(field.type, GoType.Kind.INVALID, 0, 0, () -> GoType.Parts.NONE);
        }
        found.add(new GoType.Field(field.name, field.offset, type, false));
      }
      return new GoType(element, GoType.Kind.STRUCT, size, 0, () -> GoType.Parts.struct(List.copyOf(found)));
    }

    private Made made(Optional<ProgramTypes> program) {
      GoType whole = form < 0 ? null : found(program, subjectDescriptor, subject);
      return whole == null ? null : new Made(Layout.Form.values()[form], whole);
    }

    private ObjectType in(Optional<ProgramTypes> program, Made structure, Layouts layouts) {
      GoType bytes = layouts.bytes().type;
      GoType found;
      if (structure != null) {
        found = structure.type(layouts);
      } else if (!fields.isEmpty()) {
        found = closure(program, layouts);
      } else {
        found = element.equals(bytes.name()) ? bytes : found(program, descriptor, element);
        if (found == null && program.isPresent() && !element.isEmpty()) {
          found = new GoType(element, GoType.Kind.values()[kind], size, 0, () -> GoType.Parts.NONE);
        }
      }
      return new ObjectType(name, certainty, count, found);
    }

    private static GoType found(Optional<ProgramTypes> program, long descriptor, String name) {
      if (program.isEmpty() || name.isEmpty()) {
        return null;
      }
      return descriptor != 0
          ? program.get().at(descriptor + program.get().slide()).orElse(null)
          : program.get().named(name).orElse(null);
    }
  }

  /** As {@link #of(HeapGraph, Optional)} without an executable. */
  public static HeapTypes of(HeapGraph graph) throws IOException {
    return of(graph, Optional.empty());
  }

  /** The number of an object's type; 0 if nothing is known of it. */
  public int typeNumber(int object) {
    int number = numbers.applyAsInt(object);
    return types.get(number) == null ? 0 : number;
  }

  /** The type of a number other than 0. */
  public ObjectType type(int number) {
    return types.get(number);
  }

  /** How many numbers there are, 0 among them. */
  public int typeNumbers() {
    return types.size();
  }

  /** The type of an object, if it is known. */
  public Optional<ObjectType> of(int object) {
    return Optional.ofNullable(types.get(numbers.applyAsInt(object)));
  }

  /**
   * The type of the map or channel whose header an object is: {@code map[string]int} of a {@code
   * hash<string,int>}. Empty of other objects.
   */
  public Optional<GoType> headerOf(int object) {
    return Optional.ofNullable(made.get(numbers.applyAsInt(object))).filter(Made::isHeader).map(Made::subject);
  }

  /**
   * Names of the program's types that have an object's size and pointers, if its own type isn't known.
   *
   * @return sorted; empty if the type is known, or too many fit
   */
  public List<String> candidates(int object) {
    return of(object).isPresent() ? List.of() : new ShapeCandidates(known, layouts, fit).names(graph.shape(object));
  }

  /** All types that some object may have. */
  public Set<ObjectType> distinct() {
    return new LinkedHashSet<>(types.stream().filter(Objects::nonNull).toList());
  }

  /**
   * Names the field of an object that an offset lies in: {@code .buf}, {@code [3].name}.
   *
   * @param offset bytes from the start of the slot
   * @return empty if the type isn't known, or not what it is made of
   */
  public Optional<String> fieldName(int object, long offset) {
    long inside = offset - header(object);
    return of(object)
        .filter(type -> type.element() != null && inside >= 0)
        .map(type -> FieldPath.of(type.element(), type.count(), inside))
        .filter(path -> !path.isEmpty());
  }

  /** Bytes of the malloc header that an object's slot starts with (Go 1.22 and later): 8 or 0. */
  public int header(int object) {
    return fit.header(graph.shape(object));
  }

  /** All pointers in values of known types; empty of types that were found out before. */
  public Optional<TypedPointers> pointers() {
    return pointers;
  }

  /**
   * Bytes of the slot that the allocator gives for a number of bytes.
   *
   * @param pointers whether they have pointers: then a header may come before them
   */
  public long slot(long bytes, boolean pointers) {
    return fit.slot(bytes, pointers);
  }

  /** The release that wrote the dump, or the one whose rules are taken: 24 for Go 1.24. */
  public int release() {
    return minor;
  }

  /** The type that a descriptor describes, by its address in the process. */
  public Optional<GoType> describedAt(long descriptor) {
    return known.at(descriptor);
  }

  /** A type by its whole name, if the executable describes it. */
  public Optional<GoType> named(String name) {
    return known.named(name);
  }

  /** All types that the executable has descriptors of. */
  public Stream<GoType> described() {
    return known.all().stream();
  }

  /** The descriptor of what an interface holds, by its first word: an itab's address, or the descriptor's. */
  public long dynamicType(long first) {
    DumpRecord.Itab itab = graph.process().itabs().get(first);
    return itab == null ? first : itab.type();
  }

  /** Whether maps are Swiss tables (Go 1.24 and later). */
  public boolean swissMaps() {
    return known.swissMaps();
  }

  /** What a variable of a map type points at: runtime.hmap, or internal/runtime/maps.Map. */
  public GoType mapHeader(GoType map) {
    return layouts.map(map).type;
  }

  /** A table of a large Swiss map. */
  public GoType mapTable(GoType map) {
    return layouts.table(map).type;
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
        .orElse(minor >= 15 ? (long) word : 2L * word);
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
  public Coverage coverage(IntPredicate counted) {
    long[] objects = new long[Certainty.values().length];
    long[] bytes = new long[objects.length];
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (counted.test(id)) {
                ObjectType type = types.get(numbers.applyAsInt(id));
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
