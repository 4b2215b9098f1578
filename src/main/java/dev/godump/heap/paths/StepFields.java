package dev.godump.heap.paths;

import dev.godump.binary.type.GoType;
import dev.godump.format.ObjectRecord;
import dev.godump.format.RecordReader;
import dev.godump.format.RecordVisitor;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.types.HeapTypes;
import dev.godump.types.program.SyncMapParts;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields that hold objects: for each object, the field of its predecessor, on paths or in a
 * tree, that points at it, such as {@code .buf}. Names have no indexes, so that all elements of a
 * slice have the same field, and no fields of the runtime's map structures.
 */
public final class StepFields {
  private static final int NONE = -1;
  private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

  /** The start of a path in a bucket or group: to a key (a group matches) or to a value. */
  private static final Pattern ENTRY =
      Pattern.compile("^\\.(?:slots\\[]\\.(?:(key)|elem)|(keys)\\[]|(?:values|elems)\\[])");

  private static final String KEY = ".key";
  private static final String VALUE = ".value";

  private final HeapGraph graph;
  private final HeapTypes types;
  private final IntUnaryOperator before;

  /** 0 if the field has no name; empty if no type has fields. */
  private final int[] fieldIdByObject;

  private final List<Field> fields = new ArrayList<>(List.of(new Field("", "")));
  private final Long2IntOpenHashMap fieldIdByTypeAndOffset = new Long2IntOpenHashMap();

  private StepFields(HeapGraph graph, HeapTypes types, IntUnaryOperator before) {
    this.graph = graph;
    this.types = types;
    this.before = before;
    boolean described = types.distinctTypes().stream().anyMatch(type -> type.element() != null);
    this.fieldIdByObject = new int[described ? graph.objects().count() : 0];
    fieldIdByTypeAndOffset.defaultReturnValue(NONE);
  }

  /**
   * Reads the dump once, unless no type has fields. Takes 4 bytes per object.
   *
   * @param before the predecessor of an object; {@link ObjectTable#NONE} if there is none
   */
  public static StepFields of(HeapGraph graph, HeapTypes types, IntUnaryOperator before)
      throws IOException {
    StepFields steps = new StepFields(graph, types, before);
    if (steps.fieldIdByObject.length > 0) {
      new RecordReader(graph.source()).read(steps.new Pointers(), position -> {});
    }
    return steps;
  }

  /** The id of the field that holds an object; 0 if it has no name. */
  public int fieldIdOf(int object) {
    return fieldIdByObject.length == 0 ? 0 : fieldIdByObject[object];
  }

  /**
   * A field that points at objects.
   *
   * @param name such as {@code .buf}; empty if there is none
   * @param elements the type of the elements, if the field is a slice or the buffer of a channel;
   *     else empty
   */
  public record Field(String name, String elements) {}

  /** The field with an id. */
  public Field field(int number) {
    return fields.get(number);
  }

  /** Records the first field that points at each object. */
  private final class Pointers implements RecordVisitor {
    @Override
    public void object(long position, ObjectRecord record) throws IOException {
      int holder = graph.objects().find(record.address());
      int type = holder == ObjectTable.NONE ? 0 : types.typeIndex(holder);
      GoType element = type == 0 ? null : types.type(type).element();
      if (element == null) {
        return;
      }
      for (long offset = record.nextPointer();
          offset != ObjectRecord.NONE;
          offset = record.nextPointer()) {
        long value = record.hasWord(offset) ? record.word(offset) : 0;
        int target = value == 0 ? ObjectTable.NONE : graph.objects().find(value);
        if (target != ObjectTable.NONE
            && fieldIdByObject[target] == 0
            && before.applyAsInt(target) == holder) {
          fieldIdByObject[target] = fieldId(holder, element, type, offset);
        }
      }
    }
  }

  private int fieldId(int holder, GoType element, int typeNumber, long offset) {
    long inside = offset - types.headerSize(holder);
    long inElement = inside < 0 || element.size() == 0 ? inside : inside % element.size();
    if (inElement < 0 || inElement > Integer.MAX_VALUE) {
      return 0;
    }
    long key = (long) typeNumber << 32 | inElement;
    int number = fieldIdByTypeAndOffset.get(key);
    if (number == NONE) {
      Field field = field(holder, offset);
      number = fields.indexOf(field);
      if (number < 0) {
        number = fields.size();
        fields.add(field);
      }
      fieldIdByTypeAndOffset.put(key, number);
    }
    return number;
  }

  private Field field(int holder, long offset) {
    String name = nameAt(types, holder, offset);
    Optional<GoType> channel =
        types.mapOrChannelOf(holder).filter(type -> type.kind() == GoType.Kind.CHAN);
    Optional<GoType> elements =
        channel.isPresent() && name.equals(".buf")
            ? channel
            : types.fieldType(holder, offset).filter(type -> type.kind() == GoType.Kind.SLICE);
    return new Field(name, elements.map(GoType::elem).map(GoType::name).orElse(""));
  }

  /** The name of the field at an offset of an object; empty if it has none. */
  public static String nameAt(HeapTypes types, int object, long offset) {
    String path = types.fieldName(object, offset).map(StepFields::generalized).orElse("");
    boolean entry =
        types.typeOf(object).filter(type -> SyncMapParts.isNodeEntry(type.name())).isPresent();
    return entry ? inEntry(path) : path;
  }

  /** The path in the key or value of an entry of a sync.Map, as in other maps. */
  private static String inEntry(String path) {
    return path.startsWith(VALUE)
        ? path.substring(VALUE.length())
        : path.startsWith(KEY) ? path.substring(1) : path;
  }

  /** Removes indexes and the runtime's map structures from a path. */
  public static String generalized(String field) {
    String alike = INDEX.matcher(field).replaceAll("[]");
    String own = alike.startsWith("[]") ? alike.substring(2) : alike;
    Matcher entry = ENTRY.matcher(own);
    if (!entry.find()) {
      return own;
    }
    boolean key = entry.group(1) != null || entry.group(2) != null;
    return (key ? "key" : "") + own.substring(entry.end());
  }
}
