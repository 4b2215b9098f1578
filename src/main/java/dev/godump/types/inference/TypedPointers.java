package dev.godump.types.inference;

import dev.godump.binary.dwarf.Global;
import dev.godump.binary.type.GoType;
import dev.godump.format.DumpRecord;
import dev.godump.graph.Frames;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.SlotMatcher;
import dev.godump.types.program.FieldPath;
import dev.godump.types.program.FrameVariable;
import dev.godump.types.program.FrameVariable.Slot;
import dev.godump.types.program.FrameVariables;
import dev.godump.types.program.FrameWords;
import dev.godump.types.program.ObjectWords;
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
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Visits all pointers in values of known types, in objects and variables, with the number of values
 * that each leads to. Reads the heap once per visit and keeps nothing of it. Not thread-safe.
 */
public final class TypedPointers {
  /** How a pointer tells what it leads to. */
  public enum Kind {
    /** To one value. */
    POINTER,
    /** To the bytes of a string. */
    STRING,
    /** To the array of a slice. */
    SLICE,
    /**
     * To something that is used as a whole: a map, a channel, a closure, what an interface holds.
     */
    WHOLE
  }

  /** Is shown one pointer after another that isn't nil. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param place where it lies, for {@link TypedPointers#fieldName}
     * @param elem type of the values it leads to; null where it leads to a whole
     * @param address where it leads, in the heap or not
     * @param length how many values it leads to; bytes of a string
     * @param capacity of a slice; else the same as {@code length}
     */
    void pointer(int field, Kind kind, GoType elem, long address, long length, long capacity)
        throws IOException;
  }

  /** A key or element in a group of a Swiss map, or a bucket. */
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?:\\[\\])?(?:group|bucket)(<.*>)\\.(?:slots\\[\\]\\.(?=key|elem)|(?=(?:key|elem|value)s\\[\\]))(.*)");

  private static final int[] NONE = {};

  private final HeapGraph graph;
  private final Layouts layouts;
  private final SlotMatcher matcher;
  private final ObjectTypings typings;
  private final Optional<ProgramTypes> program;
  private final int word;

  private final List<String> fieldNames = new ArrayList<>();
  private final Object2IntOpenHashMap<String> fieldByName = new Object2IntOpenHashMap<>();

  /** By layout, the places of its slots where it stands alone and where it stands in an array. */
  private final Map<Layout, int[]> fieldsByLayout = new IdentityHashMap<>();

  private final Map<Layout, int[]> elementFieldsByLayout = new IdentityHashMap<>();

  /** By layout, the slots that are shown this time. */
  private final Map<Layout, int[]> filteredByLayout = new IdentityHashMap<>();

  /** Whether only strings and byte slices are. */
  private boolean onlyText;

  /**
   * What arrays are called that a variable's slice leads to, by object, unless their elements have
   * names of their own.
   */
  private final Int2ObjectOpenHashMap<String> arrayNameByObject = new Int2ObjectOpenHashMap<>();

  /** Addresses of words of variables that were shown: variables may share them. */
  private final LongOpenHashSet visitedWords = new LongOpenHashSet();

  TypedPointers(InferenceContext context) {
    this.graph = context.graph();
    this.layouts = context.layouts();
    this.matcher = context.matcher();
    this.typings = context.typings();
    this.program = context.program();
    this.word = context.wordSize();
    fieldByName.defaultReturnValue(-1);
  }

  /**
   * Where pointers lie, in the words of a program: {@code main.Session.name}, {@code
   * []main.Item.tags}, of variables {@code main.cache.entries}, {@code main.titles[]} or {@code
   * main.worker: req.body}.
   */
  public String fieldName(int number) {
    return fieldNames.get(number);
  }

  /** Shows all pointers: those of variables first, then those of objects in address order. */
  public void forEach(Visitor visitor) throws IOException {
    forEach(visitor, false);
  }

  /**
   * As {@link #forEach(Visitor)}, but only strings and byte slices; objects without any are not
   * read.
   */
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

  /** Shows the pointers of a variable that lies at an offset of the segment with some words. */
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
          Slot lies = words.slotAt(layout.referenceOffsets[reference], word);
          if (lies != null
              && visitedWords.add(
                  frames.sp(lies.frame())
                      + lies.frameOffset()
                      + layout.referenceOffsets[reference]
                      - lies.variableOffset())) {
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
    int array = nameless ? graph.objects().find(words.word(at)) : -1;
    if (array >= 0) {
      arrayNameByObject.putIfAbsent(array, fieldNames.get(field) + "[]");
    }
  }

  private int[] fieldsNamed(Layout layout, String name) {
    int[] fields = new int[layout.references.length];
    for (int reference = 0; reference < fields.length; reference++) {
      fields[reference] = fieldOf(mapEntryName(name + path(layout, reference)));
    }
    return fields;
  }

  private void objects(Visitor visitor) throws IOException {
    ObjectBytes bytes = new ObjectBytes(graph);
    ObjectWords words = new ObjectWords(bytes);
    for (int id = 0; id < graph.objects().count(); id++) {
      Typing typing = typings.get(id);
      int[] references = typing == null ? NONE : filteredReferences(typing.layout());
      if (references.length == 0) {
        continue;
      }
      bytes.open(id);
      words.headerSize = matcher.headerSize(graph.shapeIndex(id));
      Layout layout = typing.layout();
      String array = arrayNameByObject.get(id);
      int[] fields =
          array == null ? fieldNames(layout, typing.count() > 1) : fieldsNamed(layout, array);
      long base = 0;
      for (long i = 0; i < typing.count() && words.hasWord(base); i++, base += layout.size) {
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

  /** The slots of a layout that are to be shown. */
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
    Map<Layout, int[]> known = array ? elementFieldsByLayout : fieldsByLayout;
    int[] fields = known.get(layout);
    if (fields == null) {
      fields = fieldsNamed(layout, (array ? "[]" : "") + layout.name);
      known.put(layout, fields);
    }
    return fields;
  }

  /** The path to a slot, with no index, so that elements of arrays are one place. */
  private static String path(Layout layout, int reference) {
    return FieldPath.of(layout.type, 1, layout.referenceOffsets[reference])
        .text()
        .replaceAll("\\[\\d+\\]", "[]");
  }

  /** In an entry of a map, says key or elem, and not where the runtime has it. */
  private static String mapEntryName(String field) {
    Matcher entry = ENTRY.matcher(field);
    return entry.matches()
        ? "map" + entry.group(1) + "." + entry.group(2).replaceFirst("^(\\w+)s\\[\\]", "$1")
        : field;
  }

  private int fieldOf(String field) {
    int number = fieldByName.getInt(field);
    if (number < 0) {
      number = fieldNames.size();
      fieldByName.put(field, number);
      fieldNames.add(field);
    }
    return number;
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
          visitor.pointer(field, Kind.STRING, layouts.bytes().type, address, length, length);
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
          boolean one = operand != null && !leadsToSeveral(layout, operand);
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
   * The runtime's pointers to buckets and groups, and pointers to bytes, lead to the first of
   * several.
   */
  private static boolean leadsToSeveral(Layout layout, GoType elem) {
    return layout.form != Form.VALUE
        || layout.role == Layout.Role.MAP_BUCKETS
        || elem.kind() == GoType.Kind.UINT8
        || elem.size() == 0
        || elem.name().startsWith("runtime.");
  }
}
