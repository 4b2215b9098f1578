package dev.godump.analysis.leaks;

import dev.godump.analysis.PointerFields;
import dev.godump.binary.dwarf.Global;
import dev.godump.binary.type.GoType;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.RootKind;
import dev.godump.heap.paths.RootPaths;
import dev.godump.heap.paths.StepFields;
import dev.godump.heap.roots.RootLabel;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.ObjectType;
import dev.godump.types.RuntimeTypeName;
import dev.godump.types.program.FieldPath;
import dev.godump.types.program.ShortName;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.Optional;

/**
 * Writes the shortest path to an object as an expression of the source: {@code main.app.queue};
 * where that is long, as the field that points at it: {@code raft.MemoryStorage.ents}. Entries of
 * maps are {@code […]}. Not thread-safe.
 */
final class ObjectExpressions {
  private static final int MAX_LENGTH = 60;
  private static final int MAX_STEPS = 6;

  private final SearchedHeap heap;

  ObjectExpressions(SearchedHeap heap) {
    this.heap = heap;
  }

  /**
   * A variable or field that points at an object.
   *
   * @param text the expression; empty if unknown
   * @param type of the field, if known
   * @param address of the field, or 0 if unknown
   */
  record Field(String text, Optional<GoType> type, long address) {}

  /** The field that points at an object on the shortest path to it. */
  Field of(int object) throws IOException {
    return of(object, heap.pathsTo(object));
  }

  /** The field that points at an object on the shortest of some paths. */
  Field of(int object, RootPaths paths) throws IOException {
    if (!paths.hasPath(object)) {
      return new Field("", Optional.empty(), 0);
    }
    IntArrayList path = paths.pathTo(object);
    int root = paths.rootOf(path.getInt(0));
    RootLabel label = RootLabel.of(heap.graph, heap.types.rootNames(), root);
    // the field of a map's header or table is the variable that the map is in
    int end = path.size() - 1;
    while (end > 0
        && heap.isPart(path.getInt(end - 1))
        && heap.isPart(path.getInt(end))
        && heap.types.mapOrChannelOf(path.getInt(end)).isEmpty()) {
      end--;
    }
    return end == 0 ? ofRoot(root, label) : ofField(path, end, label);
  }

  /**
   * The field that points at an object on the shortest of some paths, by the type of its struct;
   * empty if it has none.
   */
  String byStruct(int object, RootPaths paths) throws IOException {
    IntArrayList path = paths.hasPath(object) ? paths.pathTo(object) : new IntArrayList();
    if (path.size() < 2) {
      return "";
    }
    int holder = path.getInt(path.size() - 2);
    return tail(holder, firstPointer(holder, object).offset());
  }

  private Field ofRoot(int root, RootLabel label) {
    RootKind kind = heap.graph.roots().kind(root);
    if (kind == RootKind.DATA || kind == RootKind.BSS) {
      return new Field(label.variable(), globalType(label.address()), label.address());
    }
    String text =
        label.variable().isEmpty() || label.function().isEmpty()
            ? ""
            : label.variable() + " in " + ShortName.of(label.function());
    return new Field(text, Optional.empty(), 0);
  }

  /** The type of what is at an address of a package variable; empty if unknown. */
  Optional<GoType> globalType(long address) {
    Optional<Global> global = heap.types.rootNames().flatMap(names -> names.globalAt(address));
    return global
        .flatMap(Global::type)
        .map(type -> FieldPath.of(type, 1, address - global.get().address()).type());
  }

  private Field ofField(IntArrayList path, int end, RootLabel label) throws IOException {
    int holder = path.getInt(end - 1);
    PointerFields.Pointer pointer = firstPointer(holder, path.getInt(end));
    Optional<GoType> type = heap.types.fieldType(holder, pointer.offset());
    long address = heap.graph.objects().address(holder) + pointer.offset();
    String tail = tail(holder, pointer.offset());
    boolean global = label.kind() == RootKind.DATA || label.kind() == RootKind.BSS;
    if (!global || label.variable().isEmpty() || end > MAX_STEPS) {
      return new Field(tail, type, address);
    }
    StringBuilder text = new StringBuilder(label.variable());
    for (int i = 1; i <= end; i++) {
      int from = path.getInt(i - 1);
      Optional<String> step = step(from, path.getInt(i));
      if (step.isEmpty()) {
        return new Field(tail, type, address);
      }
      text.append(step.get());
    }
    return new Field(
        text.length() <= MAX_LENGTH || tail.isEmpty() ? text.toString() : tail, type, address);
  }

  private PointerFields.Pointer firstPointer(int from, int to) throws IOException {
    return PointerFields.ofPair(heap.graph, from, to).iterator().next();
  }

  /** The text for one pointer; empty if it has no name. */
  private Optional<String> step(int from, int to) throws IOException {
    if (heap.isPart(from)) {
      boolean channel =
          RuntimeTypeName.parse(heap.typeName(from)).filter(t -> !t.isMap()).isPresent();
      if (channel) {
        return Optional.of("");
      }
      return heap.isPart(to) && heap.types.mapOrChannelOf(to).isEmpty()
          ? Optional.of("")
          : Optional.of("[…]" + entryField(from, to));
    }
    String name = heap.types.fieldName(from, firstPointer(from, to).offset()).orElse(null);
    boolean wrapper = name == null && heap.types.typeOf(from).map(ObjectType::element).isPresent();
    return wrapper ? Optional.of("") : Optional.ofNullable(name);
  }

  private String entryField(int from, int to) throws IOException {
    String field =
        heap.types
            .fieldName(from, firstPointer(from, to).offset())
            .map(StepFields::generalized)
            .orElse("");
    return field.startsWith(".") ? field : "";
  }

  /** The field by the type of its struct: {@code raft.MemoryStorage.ents}. */
  private String tail(int holder, long offset) {
    ObjectType type = heap.types.typeOf(holder).orElse(null);
    if (type == null || type.element() == null) {
      return "";
    }
    if (heap.isPart(holder)) {
      return heap.types
          .mapOrChannelOf(holder)
          .map(whole -> "an entry of " + ShortName.of(whole.name()))
          .or(
              () ->
                  RuntimeTypeName.parse(type.name())
                      .map(RuntimeTypeName::mapOrChannel)
                      .map(ShortName::of)
                      .map(name -> "an entry of " + name))
          .orElse("");
    }
    String field = heap.types.fieldName(holder, offset).map(StepFields::generalized).orElse("");
    return field.isEmpty() ? "" : ShortName.of(type.element().name()) + field;
  }

  /** The address of the word that an owner is. */
  long address(RootOwners.Owner owner) {
    return RootLabel.of(heap.graph, owner.roots().getInt(0)).address();
  }

  /** What the field of an object with a name points at, as an expression. */
  Optional<Field> target(int object, String fieldName) throws IOException {
    GoType struct = heap.types.typeOf(object).map(ObjectType::element).orElse(null);
    if (struct == null) {
      return Optional.empty();
    }
    for (GoType.Field field : struct.fields()) {
      if (field.name().equals(fieldName) && heap.graph.record(object).hasWord(field.offset())) {
        return at(heap.graph.record(object).word(field.offset()));
      }
    }
    return Optional.empty();
  }

  /** The expression for the variable or field at an address; empty if it has no name. */
  Optional<Field> at(long address) throws IOException {
    int object = heap.graph.objects().find(address);
    return object == ObjectTable.NONE ? global(address) : at(address, of(object));
  }

  /** The same, but what is in the heap on the shortest of some paths. */
  Optional<Field> at(long address, RootPaths paths) throws IOException {
    int object = heap.graph.objects().find(address);
    return object == ObjectTable.NONE ? global(address) : at(address, of(object, paths));
  }

  private Optional<Field> global(long address) {
    return heap.types
        .rootNames()
        .flatMap(names -> names.globalNameAt(address))
        .map(name -> new Field(withoutFirstField(name), Optional.empty(), address));
  }

  private Optional<Field> at(long address, Field holder) {
    int object = heap.graph.objects().find(address);
    String inside =
        heap.types
            .fieldName(object, address - heap.graph.objects().address(object))
            .map(ObjectExpressions::withoutFirstField)
            .orElse("");
    String base =
        holder.text().isEmpty()
            ? heap.types.typeOf(object).map(t -> ShortName.of(t.name())).orElse("")
            : holder.text();
    return base.isEmpty()
        ? Optional.empty()
        : Optional.of(new Field(base + inside, Optional.empty(), address));
  }

  /** A list.List starts with its root element: {@code .entries} for {@code .entries.root.next}. */
  private static String withoutFirstField(String path) {
    int start = path.lastIndexOf(".root");
    return start < 0 ? path : path.substring(0, start);
  }
}
