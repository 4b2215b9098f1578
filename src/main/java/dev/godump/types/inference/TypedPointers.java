package dev.godump.types.inference;

import dev.godump.binary.dwarf.Global;
import dev.godump.binary.type.GoType;
import dev.godump.format.DumpRecord;
import dev.godump.graph.Frames;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.types.HeapTypes;
import dev.godump.types.RuntimeTypeName;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.Layouts;
import dev.godump.types.program.FieldPath;
import dev.godump.types.program.FrameVariable;
import dev.godump.types.program.FrameVariable.Slot;
import dev.godump.types.program.FrameVariables;
import dev.godump.types.program.FrameWords;
import dev.godump.types.program.ObjectWords;
import dev.godump.types.program.Program;
import dev.godump.types.program.ProgramTypes;
import dev.godump.types.program.RegionWords;
import dev.godump.types.program.SegmentWords;
import dev.godump.types.program.TypedWords;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Visits all pointers in objects and variables of known types, with the number of values that each
 * points at. Reads the heap once per visit. Not thread-safe.
 */
public final class TypedPointers {
  /** Kinds of pointers. */
  public enum Kind {
    /** To one value. */
    POINTER,
    /** To the bytes of a string. */
    STRING,
    /** To the array of a slice. */
    SLICE,
    /**
     * To something used as a whole: a map, a channel, a closure, the dynamic value of an interface.
     */
    WHOLE
  }

  /** Receives pointers that are not nil. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param field id of the field that contains the pointer, for {@link TypedPointers#fieldName}
     * @param elem type of the values that it points at; null for {@link Kind#WHOLE}
     * @param address address in the heap or elsewhere
     * @param length number of values; bytes of a string
     * @param capacity capacity of a slice; for other kinds, {@code length}
     */
    void pointer(
        int field, Kind kind, @Nullable GoType elem, long address, long length, long capacity)
        throws IOException;
  }

  /** The start of a path to a key or element in a group of a Swiss map, or in a bucket. */
  private static final Pattern ENTRY =
      Pattern.compile("^\\.(?:slots\\[]\\.(key|elem)|(key|elem|value)s\\[])");

  /** The id of no field. */
  private static final int NONE = -1;

  private final HeapGraph graph;
  private final Layouts layouts;
  private final IntUnaryOperator headerSize;
  private final ObjectValues values;
  private final Optional<ProgramTypes> program;
  private final int word;

  private final List<String> fieldNames = new ArrayList<>();
  private final Object2IntOpenHashMap<String> fieldByName = new Object2IntOpenHashMap<>();

  /** Ids of the fields of single values. */
  private final IdentityHashMap<Layout, int[]> fieldsByLayout = new IdentityHashMap<>();

  /** Ids of the fields of elements of arrays. */
  private final IdentityHashMap<Layout, int[]> elementFieldsByLayout = new IdentityHashMap<>();

  /** The references to visit, which depend on {@link #onlyText}. */
  private final IdentityHashMap<Layout, int[]> filteredByLayout = new IdentityHashMap<>();

  /** Whether to visit only strings and byte slices. */
  private boolean onlyText;

  /** Names of arrays that slices in variables point at, unless their elements are structs. */
  private final Int2ObjectOpenHashMap<String> arrayNameByObject = new Int2ObjectOpenHashMap<>();

  /** Addresses of visited words of variables, since variables may overlap. */
  private final LongOpenHashSet visitedWords = new LongOpenHashSet();

  TypedPointers(InferenceContext context) {
    this(
        context.graph(),
        context.layouts(),
        object -> context.matcher().headerSize(context.graph().shapeIndex(object)),
        new ObjectValues.Inferred(context.typings()),
        context.program());
  }

  private TypedPointers(
      HeapGraph graph,
      Layouts layouts,
      IntUnaryOperator headerSize,
      ObjectValues values,
      Optional<ProgramTypes> program) {
    this.graph = graph;
    this.layouts = layouts;
    this.headerSize = headerSize;
    this.values = values;
    this.program = program;
    this.word = layouts.wordSize();
    fieldByName.defaultReturnValue(NONE);
  }

  /**
   * The typed pointers of types that were read from an index.
   *
   * @param program the executable that gave them
   */
  public static TypedPointers restored(HeapGraph graph, HeapTypes types, Program program) {
    return new TypedPointers(
        graph,
        types.layouts(),
        types::headerSize,
        new ObjectValues.Stored(types),
        Optional.of(new ProgramTypes(program, graph)));
  }

  /**
   * The name of a field: {@code main.Session.name}, {@code []main.Item.tags}, or in variables
   * {@code main.cache.entries}, {@code main.titles[]}, {@code main.worker: req.body}.
   */
  public String fieldName(int field) {
    return fieldNames.get(field);
  }

  /** Visits all pointers: first those of variables, then those of objects in address order. */
  public void forEach(Visitor visitor) throws IOException {
    forEach(visitor, false);
  }

  /** As {@link #forEach(Visitor)}, but only strings and byte slices. Skips objects without any. */
  public void forEachText(Visitor visitor) throws IOException {
    forEach(visitor, true);
  }

  private void forEach(Visitor visitor, boolean onlyText) throws IOException {
    visitedWords.clear();
    this.onlyText = onlyText;
    filteredByLayout.clear();
    arrayNameByObject.clear();
    if (program.isPresent() && program.get().describesVariables()) {
      globals(visitor);
      frames(visitor);
    }
    objects(visitor);
  }

  private void globals(Visitor visitor) throws IOException {
    List<Global> variables = new ArrayList<>(program.get().globals().all());
    variables.addAll(program.get().statics().all());
    variables.removeIf(variable -> variable.type().isEmpty());
    for (SegmentWords each : SegmentWords.all(graph)) {
      DumpRecord.Segment segment = each.segment();
      for (Global global : variables) {
        long offset = each.offsetOf(global.address() + program.get().slide());
        if (offset >= 0 && offset < segment.contents().length()) {
          global(visitor, each.words(), segment.address(), offset, global);
        }
      }
    }
  }

  /**
   * Visits the pointers of a variable.
   *
   * @param words the words of the variable's segment
   * @param start address of the segment
   * @param offset offset of the variable in the segment
   */
  private void global(Visitor visitor, RegionWords words, long start, long offset, Global global)
      throws IOException {
    Layout layout = layouts.layoutOf(global.type().orElseThrow());
    int[] fields = fieldsNamed(layout, global.name());
    for (int reference = 0; reference < fields.length; reference++) {
      long at = offset + layout.referenceOffsets[reference];
      if (words.hasWord(at) && visitedWords.add(start + at)) {
        if (includes(layout, reference)) {
          visit(visitor, words, at, layout, reference, fields[reference]);
        }
        nameArray(words, at, layout, reference, fields[reference]);
      }
    }
  }

  private void frames(Visitor visitor) throws IOException {
    FrameVariables variables =
        new FrameVariables(graph, program.get().locals(), program.get().slide());
    FrameWords words = new FrameWords(graph);
    Frames frames = graph.process().frames();
    for (int frame = 0; frame < frames.count(); frame++) {
      for (FrameVariable variable : variables.variablesOf(frame)) {
        Layout layout = layouts.layoutOf(variable.type());
        if (!variable.live()
            || layout.references.length == 0
            || variable.type().name().contains("go.shape.")) {
          continue;
        }
        words.open(variable);
        int[] fields = fieldsNamed(layout, frames.function(frame) + ": " + variable.name());
        for (int reference = 0; reference < fields.length; reference++) {
          Slot slot = words.slotAt(layout.referenceOffsets[reference], word);
          if (slot != null
              && visitedWords.add(
                  frames.sp(slot.frame())
                      + slot.frameOffset()
                      + layout.referenceOffsets[reference]
                      - slot.variableOffset())) {
            if (includes(layout, reference)) {
              visit(
                  visitor,
                  words,
                  layout.referenceOffsets[reference],
                  layout,
                  reference,
                  fields[reference]);
            }
            nameArray(
                words, layout.referenceOffsets[reference], layout, reference, fields[reference]);
          }
        }
      }
    }
  }

  private void nameArray(TypedWords words, long at, Layout layout, int reference, int field)
      throws IOException {
    boolean nameless =
        layout.references[reference] == Layout.Reference.SLICE
            && layout.operands[reference].kind() != GoType.Kind.STRUCT;
    int array = nameless ? graph.objects().find(words.word(at)) : ObjectTable.NONE;
    if (array != ObjectTable.NONE) {
      arrayNameByObject.putIfAbsent(array, fieldNames.get(field) + "[]");
    }
  }

  private int[] fieldsNamed(Layout layout, String name) {
    int[] fields = new int[layout.references.length];
    for (int reference = 0; reference < fields.length; reference++) {
      fields[reference] = fieldOf(name + path(layout, reference));
    }
    return fields;
  }

  private void objects(Visitor visitor) throws IOException {
    ObjectWords words = new ObjectWords(graph, headerSize);
    for (int id = 0; id < graph.objects().count(); id++) {
      Layout layout = values.layout(id);
      if (layout == null) {
        continue;
      }
      int[] references = filteredReferences(layout);
      if (references.length == 0) {
        continue;
      }
      words.open(id);
      long count = values.count(id);
      String array = arrayNameByObject.get(id);
      int[] fields = array == null ? fieldNames(layout, count > 1) : fieldsNamed(layout, array);
      long base = 0;
      for (long i = 0; i < count && words.hasWord(base); i++, base += layout.size) {
        for (int reference : references) {
          if (words.hasWord(base + layout.referenceOffsets[reference])) {
            visit(
                visitor,
                words,
                base + layout.referenceOffsets[reference],
                layout,
                reference,
                fields[reference]);
          }
        }
      }
    }
  }

  /** The references of a layout to visit. */
  private int[] filteredReferences(Layout layout) {
    int[] references = filteredByLayout.get(layout);
    if (references == null) {
      references =
          IntStream.range(0, layout.references.length)
              .filter(reference -> includes(layout, reference))
              .toArray();
      filteredByLayout.put(layout, references);
    }
    return references;
  }

  private boolean includes(Layout layout, int reference) {
    boolean bytes =
        layout.references[reference] == Layout.Reference.SLICE
            && layout.operands[reference].kind() == GoType.Kind.UINT8;
    return !onlyText || bytes || layout.references[reference] == Layout.Reference.STRING;
  }

  private int[] fieldNames(Layout layout, boolean array) {
    IdentityHashMap<Layout, int[]> known = array ? elementFieldsByLayout : fieldsByLayout;
    int[] fields = known.get(layout);
    if (fields == null) {
      String single =
          RuntimeTypeName.parse(RuntimeTypeName.ofObject(layout.name, 1))
              .map(RuntimeTypeName::mapOrChannel)
              .orElse((array ? "[]" : "") + layout.name);
      fields = fieldsNamed(layout, single);
      known.put(layout, fields);
    }
    return fields;
  }

  /**
   * The path to a reference without indexes, so that all elements of an array are one field; {@code
   * .key} and {@code .elem} in an entry of a map.
   */
  private static String path(Layout layout, int reference) {
    String path =
        FieldPath.of(layout.type, 1, layout.referenceOffsets[reference])
            .text()
            .replaceAll("\\[\\d+\\]", "[]");
    Matcher entry = ENTRY.matcher(path);
    boolean inEntry =
        (layout.role == Layout.Role.MAP_GROUPS || layout.role == Layout.Role.MAP_BUCKETS)
            && entry.find();
    return inEntry
        ? "."
            + (entry.group(1) != null ? entry.group(1) : entry.group(2))
            + path.substring(entry.end())
        : path;
  }

  private int fieldOf(String field) {
    int id = fieldByName.getInt(field);
    if (id == NONE) {
      id = fieldNames.size();
      fieldByName.put(field, id);
      fieldNames.add(field);
    }
    return id;
  }

  private void visit(
      Visitor visitor, TypedWords from, long at, Layout layout, int reference, int field)
      throws IOException {
    long address = from.word(at);
    GoType operand = layout.operands[reference];
    switch (layout.references[reference]) {
      case STRING -> {
        if (address != 0 && from.hasWord(at + word)) {
          long length = from.word(at + word);
          GoType bytes = layouts.bytes().string().type;
          visitor.pointer(field, Kind.STRING, bytes, address, length, length);
        }
      }
      case SLICE -> {
        if (address != 0 && from.hasWord(at + 2L * word)) {
          visitor.pointer(
              field, Kind.SLICE, operand, address, from.word(at + word), from.word(at + 2L * word));
        }
      }
      case POINTER -> {
        if (address != 0) {
          boolean one = operand != null && !mayPointAtSeveral(layout, operand);
          visitor.pointer(
              field, one ? Kind.POINTER : Kind.WHOLE, one ? operand : null, address, 1, 1);
        }
      }
      case INTERFACE, REFLECT_VALUE -> {
        long data = from.hasWord(at + word) ? from.word(at + word) : 0;
        if (address != 0 && data != 0) {
          visitor.pointer(field, Kind.WHOLE, null, data, 1, 1);
        }
      }
      default -> {
        if (address != 0) {
          visitor.pointer(field, Kind.WHOLE, null, address, 1, 1);
        }
      }
    }
  }

  /**
   * Whether a pointer may point at the first of several values, as the runtime's pointers to
   * buckets and groups and pointers to bytes do.
   */
  private static boolean mayPointAtSeveral(Layout layout, GoType elem) {
    return layout.form != Form.VALUE
        || layout.role == Layout.Role.MAP_BUCKETS
        || elem.kind() == GoType.Kind.UINT8
        || elem.size() == 0
        || elem.name().startsWith("runtime.");
  }
}
