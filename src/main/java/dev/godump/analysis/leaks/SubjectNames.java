package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.binary.dwarf.Global;
import dev.godump.binary.type.GoType;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.Certainty;
import dev.godump.types.ObjectType;
import dev.godump.types.RuntimeTypeName;
import dev.godump.types.layout.RecognizedStructure;
import dev.godump.types.program.Program;
import dev.godump.types.program.ShortName;
import dev.godump.types.value.GoValue;
import dev.godump.types.value.Limits;
import dev.godump.types.value.Secrets;
import dev.godump.types.value.ValueReader;
import it.unimi.dsi.fastutil.ints.IntSets;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Names suspects by variables, fields and types. Not thread-safe. */
final class SubjectNames {
  private static final Limits NO_CONTENTS = new Limits(0, 0, 0);

  private final SearchedHeap heap;
  private final ObjectExpressions expressions;
  private final GoroutineSubjects goroutines;
  private final ValueReader values;

  SubjectNames(SearchedHeap heap, Optional<Program> program) {
    this.heap = heap;
    this.expressions = new ObjectExpressions(heap);
    this.goroutines = new GoroutineSubjects(heap, program);
    this.values = new ValueReader(heap.graph, heap.types, program, NO_CONTENTS, Secrets.SHOWN);
  }

  LeakSubject of(LeakCandidate candidate, HeldContents contents) throws IOException {
    Optional<LeakSubject> list = linkedList(candidate);
    if (list.isPresent()) {
      return list.get();
    }
    int object = heap.tree.object(candidate.node());
    Optional<RecognizedStructure> map =
        object == ObjectTable.NONE ? Optional.empty() : syncMapBehind(object);
    if (map.isPresent()) {
      return new LeakSubject(expressions.of(object).text(), "sync.Map", entries(map.get().count()));
    }
    return switch (candidate.kind()) {
      case GOROUTINES, STACKS -> goroutines.of(candidate);
      case FINALIZERS -> new LeakSubject("finalizers that wait to run", "", "");
      case FINALIZER_CYCLE -> new LeakSubject(finalized(candidate), "", "");
      case TIMERS ->
          new LeakSubject("timers", "", count(PendingTimers.count(heap, candidate)) + " pending");
      case GROUP -> group(candidate);
      case CLEANUPS, STACK_VARIABLES, VARIABLE -> variable(candidate);
      case MAP, CHANNEL, COLLECTION, LIST, TREE, OBJECT, POOL ->
          object == ObjectTable.NONE ? owner(candidate) : named(candidate, object);
    };
  }

  /** The list.List of a package variable or field that most similar objects are elements of. */
  private Optional<LeakSubject> linkedList(LeakCandidate candidate) throws IOException {
    if (candidate.similar().isEmpty()
        || !heap.typeName(candidate.similar().get().example()).equals("container/list.Element")) {
      return Optional.empty();
    }
    Optional<ObjectExpressions.Field> list =
        expressions.target(candidate.similar().get().example(), "list");
    if (list.isEmpty()) {
      return Optional.empty();
    }
    Optional<GoType> type = heap.types.typeNamed("container/list.List");
    String size = type.isEmpty() ? "" : listLength(values.readAt(type.get(), list.get().address()));
    if (isIndexed(candidate.similar().get().example())) {
      Optional<LeakSubject> whole = indexedList(candidate, size);
      if (whole.isPresent()) {
        return whole;
      }
    }
    return Optional.of(new LeakSubject(list.get().text(), "list.List", size));
  }

  /** The sync.Map that points at an object; it has no slots without entries. */
  Optional<RecognizedStructure> syncMapBehind(int object) throws IOException {
    OptionalLong entries = values.forEachTargetOfSyncMap(object, target -> {});
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RecognizedStructure(
                RecognizedStructure.Kind.MAP,
                object,
                IntSets.singleton(object),
                entries.getAsLong(),
                entries.getAsLong(),
                0));
  }

  /** The largest group of similar objects that are values of a sync.Map and dominated by it. */
  Optional<SimilarObjects> valuesOfSyncMap(int header) throws IOException {
    Map<Integer, SimilarObjects> groups = new LinkedHashMap<>();
    int top = heap.tree.node(header);
    values.forEachTargetOfSyncMap(
        header,
        address -> {
          int value = address == 0 ? ObjectTable.NONE : heap.graph.objects().find(address);
          if (value != ObjectTable.NONE && heap.tree.dominates(top, value)) {
            int kind = heap.kinds.of(value);
            String type = heap.kinds.type(kind).orElse("");
            long retained = heap.tree.retainedByObject(value);
            groups.merge(
                kind, new SimilarObjects(kind, type, 1, retained, value), SimilarObjects::plus);
          }
        });
    return groups.values().stream().max(Comparator.comparingLong(SimilarObjects::retained));
  }

  /** Whether a map has an element of a list as an entry. */
  private boolean isIndexed(int element) {
    boolean[] found = {false};
    heap.graph
        .referrers()
        .forEach(
            element, referrer -> found[0] |= heap.tree.isLive(referrer) && heap.isPart(referrer));
    return found[0];
  }

  /** The struct with a list and the map of its elements, as LRU caches are made. */
  private Optional<LeakSubject> indexedList(LeakCandidate candidate, String length)
      throws IOException {
    int object = heap.tree.object(candidate.node());
    boolean variable = candidate.kind() == Kind.VARIABLE;
    Optional<GoType> type =
        variable
            ? global(candidate).flatMap(Global::type)
            : object == ObjectTable.NONE
                ? Optional.empty()
                : heap.types.typeOf(object).filter(t -> t.count() == 1).map(ObjectType::element);
    if (type.filter(SubjectNames::isStruct).isEmpty()) {
      return Optional.empty();
    }
    LeakSubject struct = variable ? variable(candidate) : named(candidate, object);
    String size = "list.List" + (length.isEmpty() ? "" : " of " + length) + " and a map";
    return struct.name().isEmpty()
        ? Optional.empty()
        : Optional.of(new LeakSubject(struct.name(), struct.type(), size));
  }

  /** Whether a type is a struct that can have a list and a map as fields. */
  private static boolean isStruct(GoType type) {
    return type.kind() == GoType.Kind.STRUCT && !type.name().startsWith("container/list.");
  }

  private static String listLength(GoValue list) {
    if (list instanceof GoValue.Struct struct) {
      for (GoValue.Field field : struct.fields()) {
        if (field.name().equals("len") && field.value() instanceof GoValue.Scalar length) {
          return "len " + count(((Number) length.value()).longValue());
        }
      }
    }
    return "";
  }

  private LeakSubject named(LeakCandidate candidate, int object) throws IOException {
    ObjectExpressions.Field field = expressions.of(object);
    if (field.text().isEmpty() && heap.types.rootNames().isPresent()) {
      // the nearest root may be a word of a frame without a name
      field = expressions.of(object, heap.pathsFromGlobals());
    }
    GoType type = field.type().orElse(null);
    String typeText =
        type != null
                && type.kind() != GoType.Kind.INTERFACE
                && type.kind() != GoType.Kind.UNSAFE_POINTER
            ? type.name()
            : typeOf(object);
    String size = size(candidate, field);
    if (field.text().isEmpty() && typeText.isEmpty()) {
      String what = candidate.kind() == Kind.COLLECTION ? "array or struct" : "object";
      boolean sized = !size.isEmpty();
      String address = " at 0x" + Long.toHexString(heap.graph.objects().address(object));
      boolean map = candidate.kind() == Kind.MAP || candidate.kind() == Kind.CHANNEL;
      String named = map ? candidate.kind().label() + ", " + size : size;
      return new LeakSubject((sized ? named : what) + address, "", "");
    }
    return new LeakSubject(field.text(), goName(typeText), size);
  }

  private String typeOf(int object) {
    return heap.types
        .mapOrChannelOf(object)
        .map(GoType::name)
        .or(
            () ->
                heap.types.typeOf(object).filter(SubjectNames::isCertain).map(SubjectNames::nameOf))
        .orElse("");
  }

  /** Whether a type is known, or guessed only as far as that an object is a map or channel. */
  private static boolean isCertain(ObjectType type) {
    return type.certainty() != Certainty.GUESS || RuntimeTypeName.parse(type.name()).isPresent();
  }

  /** A type's name; {@code map} and {@code chan} for those of unknown types. */
  private static String nameOf(ObjectType type) {
    Optional<RuntimeTypeName> part = RuntimeTypeName.parse(type.name());
    return part.isEmpty() ? type.name() : part.get().isMap() ? "map" : "chan";
  }

  private String size(LeakCandidate candidate, ObjectExpressions.Field field) throws IOException {
    long nodes = candidate.similar().map(SimilarObjects::count).orElse(0L);
    if (candidate.kind() == Kind.LIST || candidate.kind() == Kind.TREE) {
      return candidate.kind().label() + " of " + count(nodes) + " nodes";
    }
    if (field.type().isPresent() && field.address() != 0) {
      String read = size(values.readAt(field.type().get(), field.address()));
      if (!read.isEmpty()) {
        return read;
      }
    }
    if (candidate.structure().isPresent()) {
      long entries = candidate.structure().get().count();
      return candidate.kind() == Kind.MAP
          ? count(entries) + " entries"
          : "len " + count(entries) + ", cap " + count(candidate.structure().get().capacity());
    }
    return "";
  }

  private static String size(GoValue value) {
    if (value instanceof GoValue.Elements slice) {
      return lengths(slice.length(), slice.capacity());
    }
    if (value instanceof GoValue.Bytes bytes) {
      return lengths(bytes.length(), bytes.capacity());
    }
    if (value instanceof GoValue.Text text) {
      return "len " + count(text.length());
    }
    if (value instanceof GoValue.Entries map) {
      return entries(map.count());
    }
    if (value instanceof GoValue.Channel channel) {
      return lengths(channel.length(), channel.capacity());
    }
    return "";
  }

  private static String entries(long count) {
    return count(count) + (count == 1 ? " entry" : " entries");
  }

  private static String lengths(long length, long capacity) {
    return "len " + count(length) + (length == capacity ? "" : ", cap " + count(capacity));
  }

  private LeakSubject variable(LeakCandidate candidate) throws IOException {
    Optional<Global> variable = global(candidate);
    Optional<GoType> type = variable.flatMap(Global::type);
    // a sync.Map has entries
    String size =
        type.filter(SubjectNames::isStruct).isEmpty()
            ? ""
            : size(values.readAt(type.get(), variable.get().address()));
    return new LeakSubject(
        variable.map(Global::name).orElse("variable"),
        type.map(t -> goName(t.name())).orElse(""),
        size);
  }

  /** The package variable that a candidate is. */
  private Optional<Global> global(LeakCandidate candidate) {
    int owner = heap.tree.owner(candidate.node());
    return heap.types
        .rootNames()
        .flatMap(names -> names.globalAt(expressions.address(heap.tree.owners().get(owner))));
  }

  private LeakSubject owner(LeakCandidate candidate) {
    RootOwners owners = heap.tree.owners();
    int owner = heap.tree.owner(candidate.node());
    String name = owners.text(owner, heap.types.rootNames());
    if (owners.kind(owner) == RootOwners.Kind.GOROUTINE) {
      Optional<GoroutineSubjects.Deferring> deferring =
          goroutines
              .deferring(owners.get(owner).index())
              .filter(d -> d.calls() >= GoroutineCauses.MIN_DEFERRED);
      name +=
          deferring
              .map(d -> (", " + d.function() + ", " + d.line()).replaceAll("(, )+$", ""))
              .orElse("");
    }
    return new LeakSubject(name, "", "");
  }

  private String finalized(LeakCandidate candidate) {
    int index = heap.tree.owners().get(heap.tree.owner(candidate.node())).index();
    int object = heap.graph.objects().find(heap.graph.process().finalizers().get(index).object());
    String type = object == ObjectTable.NONE ? "" : typeOf(object);
    return count(candidate.nodes().size())
        + " × "
        + (type.isEmpty() ? "object" : "*" + goName(type))
        + " with a finalizer";
  }

  private LeakSubject group(LeakCandidate candidate) throws IOException {
    boolean maps = candidate.similar().orElseThrow().type().startsWith("map[");
    String field = maps ? expressions.of(heap.tree.object(candidate.node())).text() : "";
    return field.isEmpty()
        ? new LeakSubject(similar(candidate), "", "")
        : new LeakSubject(field, similar(candidate), "");
  }

  private String similar(LeakCandidate candidate) throws IOException {
    SimilarObjects group = candidate.similar().orElseThrow();
    String goroutines =
        candidate.nodes().intStream().anyMatch(node -> heap.tree.owner(node) >= 0)
            ? ", with " + this.goroutines.starts(candidate)
            : "";
    boolean map =
        heap.structureOf(group.example())
            .filter(structure -> structure.kind() == RecognizedStructure.Kind.MAP)
            .isPresent();
    String similar = map ? " similar maps" : " similar objects";
    String objects = group.type().isEmpty() ? similar : " × " + goName(group.type());
    return count(group.count()) + objects + goroutines;
  }

  /** A type's name without package paths, and with byte for uint8. */
  private static String goName(String type) {
    return ShortName.of(type).replace("[]uint8", "[]byte");
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
