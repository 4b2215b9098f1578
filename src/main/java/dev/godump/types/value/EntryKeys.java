package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the key for a location in the element of a map entry: in a map's bucket or group, or in a
 * node of a sync.Map.
 */
public final class EntryKeys {
  /**
   * A location in an element, as {@link HeapTypes#fieldName} names it: bucket or group, slot, and
   * path in the element.
   */
  private static final Pattern ELEMENT =
      Pattern.compile(
          "(?:\\[(\\d+)])?\\.(?:slots\\[(\\d+)]\\.elem|(?:elems|values)\\[(\\d+)])(.*)");

  /** The node with an entry of a sync.Map from Go 1.24 on (internal/sync/hashtriemap.go). */
  private static final String NODE = "internal/sync.entry[";

  private final HeapGraph graph;
  private final HeapTypes types;
  private final ValueReader values;

  public EntryKeys(HeapGraph graph, HeapTypes types, ValueReader values) {
    this.graph = graph;
    this.types = types;
    this.values = values;
  }

  /**
   * A part of the element of a map entry.
   *
   * @param key of the entry
   * @param type of the key
   * @param path in the element: {@code .buf}, or empty for the whole element
   */
  public record ElementPart(GoValue key, GoType type, String path) {}

  /** The element that an offset in an object is in, if any. */
  public Optional<ElementPart> entryAt(int object, long offset) throws IOException {
    GoType group = types.typeOf(object).map(ObjectType::element).orElse(null);
    if (group == null) {
      return Optional.empty();
    }
    if (group.name().startsWith(NODE)) {
      return ofNode(group, graph.objects().address(object), offset);
    }
    boolean entries = group.name().startsWith("bucket<") || group.name().startsWith("group<");
    Matcher element = ELEMENT.matcher(entries ? types.fieldName(object, offset).orElse("") : "");
    if (!element.matches()) {
      return Optional.empty();
    }
    List<GoType.Field> fields = group.fields();
    long start = types.valueAddress(object);
    start += element.group(1) == null ? 0 : Long.parseLong(element.group(1)) * group.size();
    GoType array = fields.get(1).type();
    if (array.elem() == null) {
      return Optional.empty();
    }
    String slot = element.group(2) != null ? element.group(2) : element.group(3);
    long key = start + fields.get(1).offset() + Long.parseLong(slot) * array.elem().size();
    boolean swiss = element.group(2) != null;
    GoType keyType = swiss ? array.elem().fields().get(0).type() : array.elem();
    return Optional.of(new ElementPart(values.readAt(keyType, key), keyType, element.group(4)));
  }

  private Optional<ElementPart> ofNode(GoType node, long address, long offset) throws IOException {
    GoType.Field key = null;
    for (GoType.Field field : node.fields()) {
      if (field.name().equals("key")) {
        key = field;
      } else if (field.name().equals("value")
          && key != null
          && offset >= field.offset()
          && offset < field.offset() + field.type().size()) {
        return Optional.of(
            new ElementPart(values.readAt(key.type(), address + key.offset()), key.type(), ""));
      }
    }
    return Optional.empty();
  }
}
