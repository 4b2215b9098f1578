package dev.godump.analysis.waste;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.program.ObjectWords;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Measures the memory of maps, and the memory they would take if made with the number of entries
 * that they have: buckets up to Go 1.23 (runtime/map.go makemap), Swiss tables from Go 1.24 on
 * (internal/runtime/maps NewMap). Not thread-safe.
 */
final class MapCapacity {
  private static final int GROUP_SLOTS = 8;
  private static final int MAX_TABLE_CAPACITY = 1024;
  private static final int MAX_TABLES = 1 << 24;

  /**
   * The memory of a map.
   *
   * @param entries number of entries
   * @param slots number of entries that fit
   * @param bytes of its buckets, or of its directory, tables and groups
   * @param neededBytes bytes that a new map with that number of entries takes
   */
  record MapUsage(long entries, long slots, long bytes, long neededBytes) {}

  private final HeapGraph graph;
  private final HeapTypes types;
  private final ObjectWords header;
  private final ObjectWords other;
  private final int word;

  MapCapacity(HeapGraph graph, HeapTypes types) {
    this.graph = graph;
    this.types = types;
    this.header = types.words();
    this.other = types.words();
    this.word = graph.process().params().pointerSize();
  }

  /** Whether a type is a map header. */
  static boolean isMap(ObjectType type) {
    return type.element() != null
        && type.count() == 1
        && (type.element().name().startsWith("hash<") || type.element().name().startsWith("map<"));
  }

  /** Measures the map with an object as header; empty if it is growing or its parts are unknown. */
  Optional<MapUsage> usageOf(int object) throws IOException {
    GoType type = types.typeOf(object).map(ObjectType::element).orElseThrow();
    header.open(object);
    return type.name().startsWith("map<") ? swissUsage(type) : bucketUsage(type);
  }

  private Optional<MapUsage> bucketUsage(GoType type) throws IOException {
    Field buckets = field(type, "buckets");
    long count = fieldValue(header, type, "count");
    int log = (int) fieldValue(header, type, "B");
    GoType bucket = buckets == null ? null : buckets.type().elem();
    if (buckets == null
        || bucket == null
        || bucket.size() == 0
        || log > 40
        || fieldValue(header, type, "oldbuckets") != 0) {
      return Optional.empty();
    }
    long first = header.word(buckets.offset());
    int array = first == 0 ? ObjectTable.NONE : graph.objects().find(first);
    if (first != 0 && array == ObjectTable.NONE) {
      return Optional.empty();
    }
    if (array == ObjectTable.NONE) {
      return Optional.of(new MapUsage(count, 0, 0, 0));
    }
    int needed = 0;
    while (count > GROUP_SLOTS && count > 13L * (1L << needed) / 2 && needed < log) {
      needed++;
    }
    long most = (1L << needed) + (needed >= 4 ? 1L << (needed - 4) : 0);
    long best = count == 0 ? 0 : slotBytes(array, most * bucket.size());
    return Optional.of(
        new MapUsage(count, (long) GROUP_SLOTS << log, graph.objects().size(array), best));
  }

  private long slotBytes(int like, long bytes) {
    return types.slotSize(bytes, graph.shapes().get(graph.shapeIndex(like)).pointers() > 0);
  }

  private Optional<MapUsage> swissUsage(GoType type) throws IOException {
    long count = fieldValue(header, type, "used");
    long directory = fieldValue(header, type, "dirPtr");
    long length = fieldValue(header, type, "dirLen");
    int first = directory == 0 ? ObjectTable.NONE : graph.objects().find(directory);
    if (directory == 0) {
      return Optional.of(new MapUsage(count, 0, 0, 0));
    }
    if (first == ObjectTable.NONE || length < 0 || length > MAX_TABLES) {
      return Optional.empty();
    }
    if (length == 0) {
      long bytes = graph.objects().size(first);
      return Optional.of(new MapUsage(count, GROUP_SLOTS, bytes, count == 0 ? 0 : bytes));
    }
    return tablesUsage(count, first, length);
  }

  private Optional<MapUsage> tablesUsage(long count, int directory, long length)
      throws IOException {
    LongOpenHashSet seen = new LongOpenHashSet();
    header.open(directory);
    if (length > header.size() / word) {
      return Optional.empty();
    }
    long slots = 0;
    long bytes = graph.objects().size(directory);
    long group = 0;
    int groups = ObjectTable.NONE;
    int table = ObjectTable.NONE;
    for (long i = 0; i < length; i++) {
      long address = header.word(i * word);
      if (!seen.add(address)) {
        continue;
      }
      table = graph.objects().find(address);
      ObjectType type = table == ObjectTable.NONE ? null : types.typeOf(table).orElse(null);
      if (type == null || type.element() == null || !type.element().name().startsWith("table<")) {
        return Optional.empty();
      }
      other.open(table);
      slots += fieldValue(other, type.element(), "capacity");
      groups = graph.objects().find(fieldValue(other, type.element(), "groups"));
      Optional<ObjectType> entries =
          groups == ObjectTable.NONE ? Optional.empty() : types.typeOf(groups);
      if (entries.isEmpty() || entries.get().element() == null) {
        return Optional.empty();
      }
      group = entries.get().element().size();
      bytes += graph.objects().size(groups) + graph.objects().size(table);
    }
    return groups == ObjectTable.NONE
        ? Optional.empty()
        : Optional.of(
            new MapUsage(count, slots, bytes, swissNeededBytes(count, group, groups, table)));
  }

  private long swissNeededBytes(long count, long group, int groups, int table) {
    if (count <= GROUP_SLOTS) {
      return count == 0 ? 0 : slotBytes(groups, group);
    }
    long target = count * 8 / 7;
    long tables = powerOfTwo((target + MAX_TABLE_CAPACITY - 1) / MAX_TABLE_CAPACITY);
    long capacity = powerOfTwo(Math.max(GROUP_SLOTS, target / tables));
    return tables
            * (slotBytes(groups, capacity / GROUP_SLOTS * group) + graph.objects().size(table))
        + slotBytes(table, tables * word);
  }

  private static long powerOfTwo(long atLeast) {
    return atLeast <= 1 ? 1 : Long.highestOneBit(atLeast - 1) << 1;
  }

  private static @Nullable Field field(GoType type, String name) {
    return type.fields().stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** Returns the number in a field, or 0 if the type has no such field. */
  static long fieldValue(ObjectWords from, GoType type, String name) throws IOException {
    Field field = field(type, name);
    return field == null || !from.hasWord(field.offset())
        ? 0
        : from.number(field.offset(), (int) Math.min(8, field.type().size()));
  }
}
