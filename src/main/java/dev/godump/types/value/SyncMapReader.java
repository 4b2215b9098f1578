package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads maps for concurrent use. From Go 1.24 on, sync.Map is a trie of hashes
 * (internal/sync/hashtriemap.go; in Go 1.23 internal/concurrent, for package unique). Before, it is
 * two maps with the same entries (sync/map.go): {@code dirty} has all of them if {@code
 * read.amended} is set, else {@code read.m}.
 */
final class SyncMapReader {
  private static final String NAME = "sync.Map";
  private static final String TRIE = "HashTrieMap[";
  private static final String TRIE_ROOT = "internal/sync.indirect[";
  private static final String ENTRIES = "map[interface {}]*sync.entry";

  /** What {@link #visit} returns for a map with unknown parts. */
  static final long UNKNOWN = -1;

  /** The most nodes of a trie to read. */
  private static final int MAX_NODES = 1 << 24;

  private final ValueReader values;
  private final MapReader maps;
  private final HeapTypes types;

  SyncMapReader(ValueReader values, MapReader maps, HeapTypes types) {
    this.values = values;
    this.maps = maps;
    this.types = types;
  }

  /** Whether a type is such a map. */
  static boolean isSyncMap(GoType type) {
    return type.name().equals(NAME) || isTrie(type);
  }

  private static boolean isTrie(GoType type) {
    return type.name().startsWith("internal/sync." + TRIE)
        || type.name().startsWith("internal/concurrent." + TRIE);
  }

  /** Reads a value that is such a map; empty if it is another value, or parts are unknown. */
  Optional<GoValue> read(GoType type, ValueLocation map, Depth depth) throws IOException {
    if (!isSyncMap(type)) {
      return Optional.empty();
    }
    EntryCollector entries = new EntryCollector(values, null, depth);
    long count = visit(type, map, entries);
    return count == UNKNOWN
        ? Optional.empty()
        : Optional.of(new GoValue.Entries(map.address(), count, 0, false, entries.list()));
  }

  /** Visits all entries, and returns their number, or {@link #UNKNOWN}. */
  long visit(GoType type, ValueLocation map, EntryVisitor entries) throws IOException {
    if (isTrie(type)) {
      return visitTrie(type, map, entries);
    }
    Optional<GoType.Field> inner = field(type, "m");
    return inner.isPresent()
        ? visitTrie(inner.get().type(), map.plus(inner.get().offset()), entries)
        : visitMaps(type, map, entries);
  }

  /**
   * Visits all entries behind an object that a map for concurrent use points at: the root of a
   * trie, or the header of one of the two maps.
   *
   * @return their number, or {@link #UNKNOWN} if the object is another one or parts are unknown
   */
  long visitBehind(int object, long address, EntryVisitor entries) throws IOException {
    Optional<GoType> map = types.mapOrChannelOf(object);
    if (map.isPresent()) {
      return map.get().name().equals(ENTRIES) ? visitMap(map.get(), address, entries) : UNKNOWN;
    }
    String name = types.typeOf(object).map(ObjectType::name).orElse("");
    return name.startsWith(TRIE_ROOT)
        ? visitTrie("internal/sync.", name.substring(TRIE_ROOT.length() - 1), address, entries)
        : UNKNOWN;
  }

  private long visitTrie(GoType type, ValueLocation map, EntryVisitor entries) throws IOException {
    int start = type.name().indexOf(TRIE);
    GoType.Field root = field(type, "root").orElse(null);
    int word = values.wordSize();
    return root == null || !map.isPresent(root.offset(), word)
        ? UNKNOWN
        : visitTrie(
            type.name().substring(0, start),
            type.name().substring(start + TRIE.length() - 1),
            map.unsigned(root.offset(), word),
            entries);
  }

  /**
   * @param owner the package with the types of nodes
   * @param arguments the type arguments of these types
   */
  private long visitTrie(String owner, String arguments, long root, EntryVisitor entries)
      throws IOException {
    GoType inner = types.typeNamed(owner + "indirect" + arguments).orElse(null);
    GoType entry = types.typeNamed(owner + "entry" + arguments).orElse(null);
    return inner == null || entry == null ? UNKNOWN : new Trie(inner, entry, entries).count(root);
  }

  /** The nodes of a trie. A node starts with whether it is an entry. */
  private final class Trie {
    private final GoType entry;
    private final long children;
    private final int childCount;
    private final long overflow;
    private final GoType.@Nullable Field key;
    private final GoType.@Nullable Field value;
    private final EntryVisitor entries;
    private final LongOpenHashSet visited = new LongOpenHashSet();

    Trie(GoType inner, GoType entry, EntryVisitor entries) {
      GoType.Field array = field(inner, "children").orElse(null);
      this.entry = entry;
      this.children = array == null ? 0 : array.offset();
      this.childCount = array == null ? 0 : (int) Math.min(1 << 8, array.type().length());
      this.overflow = field(entry, "overflow").map(GoType.Field::offset).orElse(0L);
      this.key = field(entry, "key").orElse(null);
      this.value = field(entry, "value").orElse(null);
      this.entries = entries;
    }

    long count(long root) throws IOException {
      if (key == null || value == null || overflow == 0 || childCount == 0) {
        return UNKNOWN;
      }
      int word = values.wordSize();
      long count = 0;
      LongArrayList pending = new LongArrayList();
      pending.add(root);
      while (!pending.isEmpty()) {
        long node = pending.popLong();
        ValueLocation at = values.location(node);
        if (node == 0 || !at.isPresent(0, 1) || !visited.add(node)) {
          continue;
        }
        if (visited.size() > MAX_NODES) {
          return UNKNOWN;
        }
        if (at.unsigned(0, 1) == 0) {
          for (int i = childCount - 1; i >= 0; i--) {
            long child = children + (long) i * word;
            pending.add(at.isPresent(child, word) ? at.unsigned(child, word) : 0);
          }
        } else if (at.isPresent(0, (int) Math.min(1 << 16, entry.size()))) {
          count++;
          entries.add(key.type(), at.plus(key.offset()), value.type(), at.plus(value.offset()));
          pending.add(at.unsigned(overflow, word));
        }
      }
      return count;
    }
  }

  /** The two maps of a sync.Map up to Go 1.23. */
  private long visitMaps(GoType type, ValueLocation map, EntryVisitor entries) throws IOException {
    GoType.Field read = field(type, "read").orElse(null);
    GoType.Field dirty = field(type, "dirty").orElse(null);
    GoType readOnly = types.typeNamed("sync.readOnly").orElse(null);
    if (read == null || dirty == null || readOnly == null) {
      return UNKNOWN;
    }
    int word = values.wordSize();
    // an atomic.Value has the pointer in its second word, an atomic.Pointer has nothing else
    long readAt = read.offset() + read.type().size() - word;
    if (!map.isPresent(readAt, word) || !map.isPresent(dirty.offset(), word)) {
      return UNKNOWN;
    }
    ValueLocation readMap = values.location(map.unsigned(readAt, word));
    long dirtyMap = map.unsigned(dirty.offset(), word);
    boolean amended = isAmended(readOnly, readMap);
    long address = amended ? dirtyMap : readMap.isPresent(0, word) ? readMap.unsigned(0, word) : 0;
    return address == 0 ? 0 : visitMap(dirty.type(), address, entries);
  }

  private long visitMap(GoType map, long address, EntryVisitor entries) throws IOException {
    GoType.Field pointer = types.typeNamed("sync.entry").flatMap(t -> field(t, "p")).orElse(null);
    if (pointer == null) {
      return UNKNOWN;
    }
    Present present = new Present(map.key(), pointer.offset(), expunged(), entries);
    maps.visit(map, address, present);
    return present.count;
  }

  private static boolean isAmended(GoType readOnly, ValueLocation at) throws IOException {
    GoType.Field amended = field(readOnly, "amended").orElse(null);
    return amended != null
        && at.isPresent(amended.offset(), 1)
        && at.unsigned(amended.offset(), 1) != 0;
  }

  /** What entries that were deleted from {@code dirty} point at; 0 if it is unknown. */
  private long expunged() throws IOException {
    Long address =
        types
            .rootNames()
            .flatMap(names -> names.globalNamed("sync.expunged"))
            .map(g -> g.address())
            .orElse(null);
    ValueLocation at = address == null ? null : values.location(address);
    int word = values.wordSize();
    return at != null && at.isPresent(0, word) ? at.unsigned(0, word) : 0;
  }

  /** Passes on the entries that were not deleted, with what they point at as elements. */
  private final class Present implements EntryVisitor {
    private final @Nullable GoType value;
    private final long pointer;
    private final long expunged;
    private final EntryVisitor entries;
    private long count;

    Present(@Nullable GoType value, long pointer, long expunged, EntryVisitor entries) {
      this.value = value;
      this.pointer = pointer;
      this.expunged = expunged;
      this.entries = entries;
    }

    @Override
    public void add(
        @Nullable GoType key, ValueLocation keyAt, @Nullable GoType elem, ValueLocation elemAt)
        throws IOException {
      int word = values.wordSize();
      ValueLocation entry =
          values.location(elemAt.isPresent(0, word) ? elemAt.unsigned(0, word) : 0);
      long target = entry.isPresent(pointer, word) ? entry.unsigned(pointer, word) : 0;
      if (target != 0 && target != expunged) {
        count++;
        entries.add(key, keyAt, value, values.location(target));
      }
    }

    @Override
    public List<GoValue.Entry> list() {
      return entries.list();
    }
  }

  private static Optional<GoType.Field> field(GoType type, String name) {
    return type.fields().stream().filter(field -> field.name().equals(name)).findFirst();
  }
}
