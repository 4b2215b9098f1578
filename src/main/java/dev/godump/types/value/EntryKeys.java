package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.program.Program;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the map entry that a location is in, with its key: in a map's bucket or group, or in a node
 * of a sync.Map.
 */
public final class EntryKeys {
  /**
   * A location in an entry, as {@link HeapTypes#fieldName} names it: bucket or group, slot, and
   * path in the key or element.
   */
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?:\\[(\\d+)])?\\.(?:slots\\[(\\d+)]\\.(?:key|elem)|(?:keys|elems|values)\\[(\\d+)])(.*)");

  /** The part of such a name that precedes a path in a key. */
  private static final Pattern KEY =
      Pattern.compile("(?:\\[\\d+])?\\.(?:slots\\[\\d+]\\.key|keys\\[\\d+])");

  /** The node with an entry of a sync.Map from Go 1.24 on (internal/sync/hashtriemap.go). */
  private static final String NODE = "internal/sync.entry[";

  /** How much of a key is shown. */
  public static final Limits LIMITS = new Limits(4, 32, 0);

  private final HeapGraph graph;
  private final HeapTypes types;
  private final ValueReader values;

  /** The names of entries with as much of their keys as is enough to tell them apart. */
  public static EntryKeys of(
      HeapGraph graph, HeapTypes types, Optional<Program> program, Secrets secrets) {
    return new EntryKeys(graph, types, new ValueReader(graph, types, program, LIMITS, secrets));
  }

  EntryKeys(HeapGraph graph, HeapTypes types, ValueReader values) {
    this.graph = graph;
    this.types = types;
    this.values = values;
  }

  /**
   * A part of a map entry.
   *
   * @param key of the entry; null if the part is one of the key itself
   * @param type of the key
   * @param path in the key or element: {@code .buf}, or empty for the whole
   */
  public record EntryPart(@Nullable GoValue key, GoType type, String path) {}

  /** The entry that an offset in an object is in, if any. */
  public Optional<EntryPart> entryAt(int object, long offset) throws IOException {
    GoType group = types.typeOf(object).map(ObjectType::element).orElse(null);
    if (group == null) {
      return Optional.empty();
    }
    if (group.name().startsWith(NODE)) {
      return ofNode(group, graph.objects().address(object), offset);
    }
    boolean entries = group.name().startsWith("bucket<") || group.name().startsWith("group<");
    String name = entries ? types.fieldName(object, offset).orElse("") : "";
    Matcher entry = ENTRY.matcher(name);
    if (!entry.matches()) {
      return Optional.empty();
    }
    List<GoType.Field> fields = group.fields();
    long start = types.valueAddress(object);
    start += entry.group(1) == null ? 0 : Long.parseLong(entry.group(1)) * group.size();
    GoType array = fields.get(1).type();
    if (array.elem() == null) {
      return Optional.empty();
    }
    String slot = entry.group(2) != null ? entry.group(2) : entry.group(3);
    long key = start + fields.get(1).offset() + Long.parseLong(slot) * array.elem().size();
    boolean swiss = entry.group(2) != null;
    GoType keyType = swiss ? array.elem().fields().get(0).type() : array.elem();
    GoValue value = KEY.matcher(name).lookingAt() ? null : values.readAt(keyType, key);
    return Optional.of(new EntryPart(value, keyType, entry.group(4)));
  }

  private Optional<EntryPart> ofNode(GoType node, long address, long offset) throws IOException {
    GoType.Field key = null;
    for (GoType.Field field : node.fields()) {
      if (field.name().equals("key")) {
        key = field;
        if (offset >= key.offset() && offset < key.offset() + key.type().size()) {
          return Optional.of(new EntryPart(null, key.type(), ""));
        }
      } else if (field.name().equals("value")
          && key != null
          && offset >= field.offset()
          && offset < field.offset() + field.type().size()) {
        return Optional.of(
            new EntryPart(values.readAt(key.type(), address + key.offset()), key.type(), ""));
      }
    }
    return Optional.empty();
  }

  /** The number of entries of the map whose header an object is; empty for other objects. */
  public OptionalLong entryCount(int object) throws IOException {
    OptionalLong concurrent = values.forEachTargetOfSyncMap(object, target -> {});
    if (concurrent.isPresent()) {
      return concurrent;
    }
    if (types.mapOrChannelOf(object).filter(t -> t.kind() == GoType.Kind.MAP).isEmpty()) {
      return OptionalLong.empty();
    }
    return values.readObject(object).orElse(null) instanceof GoValue.Entries map
        ? OptionalLong.of(map.count())
        : OptionalLong.empty();
  }
}
