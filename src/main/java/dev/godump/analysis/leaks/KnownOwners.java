package dev.godump.analysis.leaks;

import dev.godump.analysis.PointerFields;
import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.binary.type.GoType;
import dev.godump.types.layout.RecognizedStructure;
import dev.godump.types.program.ObjectWords;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import java.io.IOException;
import java.util.Optional;

/** Leaks through what the standard library has: pools, handles, databases and lists. */
final class KnownOwners {
  private static final long MIN_REMOVED = 100;

  /** The type of the map dep of a sql.DB. */
  private static final String DEPENDENCIES = "map[database/sql.finalCloser]database/sql.depSet";

  private static final String CONNECTION = "database/sql.driverConn";

  private final SearchedHeap heap;
  private final ObjectWords words;
  private final RuntimeOwners runtime;

  KnownOwners(SearchedHeap heap) {
    this.heap = heap;
    this.words = heap.types.words();
    this.runtime = new RuntimeOwners(heap);
  }

  Optional<LeakCause> pool(LeakCandidate candidate, HeldContents contents) throws IOException {
    return candidate.kind() == Kind.POOL
        ? Optional.of(new LeakCause.PooledValues(isVictim(heap.tree.object(candidate.node()))))
        : Optional.empty();
  }

  /** Whether a field named victim points at an object. */
  private boolean isVictim(int object) throws IOException {
    IntArrayList path = heap.pathsTo(object).pathTo(object);
    if (path.size() < 2) {
      int root = heap.pathsTo(object).rootOf(path.getInt(0));
      return heap.types.rootNames().isPresent()
          && heap.types.rootNames().get().nameOf(root).orElse("").endsWith(".victim");
    }
    int holder = path.getInt(path.size() - 2);
    long offset = PointerFields.ofPair(heap.graph, holder, object).iterator().next().offset();
    return heap.types.fieldName(holder, offset).orElse("").endsWith(".victim");
  }

  Optional<LeakCause> handles(LeakCandidate candidate, HeldContents contents) {
    int owner = heap.tree.owner(candidate.node());
    if (candidate.kind() != Kind.VARIABLE || !runtime.isHandleTable(owner)) {
      return Optional.empty();
    }
    return Optional.of(new LeakCause.OpenHandles(entries(candidate)));
  }

  /** The number of entries of a sync.Map. */
  private long entries(LeakCandidate candidate) {
    long[] count = {0};
    IntArrayList pending = new IntArrayList(candidate.nodes());
    while (!pending.isEmpty()) {
      int node = pending.popInt();
      int object = heap.tree.object(node);
      String type = object < 0 ? "" : heap.typeName(object);
      boolean entry = type.equals("sync.entry") || type.startsWith("internal/sync.entry[");
      count[0] += entry ? 1 : 0;
      heap.children.forEach(node, pending::add);
    }
    return count[0];
  }

  /**
   * Connections and statements that a database has: a sql.DB keeps both in its map dep until they
   * are closed, and a connection is in use until its rows are closed or its transaction ends
   * (database/sql/sql.go).
   */
  Optional<LeakCause> database(LeakCandidate candidate, HeldContents contents) throws IOException {
    RecognizedStructure map = candidate.structure().orElse(null);
    if (candidate.kind() != Kind.MAP
        || map == null
        || heap.types
            .mapOrChannelOf(map.header())
            .filter(type -> type.name().equals(DEPENDENCIES))
            .isEmpty()) {
      return Optional.empty();
    }
    Optional<GoType.Field> inUse = field(CONNECTION, "inUse");
    IntLinkedOpenHashSet entries = new IntLinkedOpenHashSet();
    for (int part : map.objects()) {
      heap.graph.edges().forEach(part, entries::add);
    }
    long connections = 0;
    long used = 0;
    long statements = 0;
    for (int entry : entries) {
      String type = heap.typeName(entry);
      if (type.equals(CONNECTION)) {
        connections++;
        words.open(entry);
        used += inUse.isPresent() && words.number(inUse.get().offset(), 1) != 0 ? 1 : 0;
      }
      statements += type.equals("database/sql.Stmt") ? 1 : 0;
    }
    return used + statements == 0
        ? Optional.empty()
        : Optional.of(new LeakCause.OpenDatabase(used, connections, statements));
  }

  /** The field of a type with a name. */
  private Optional<GoType.Field> field(String type, String name) {
    return heap.types.typeNamed(type).stream()
        .flatMap(found -> found.fields().stream())
        .filter(field -> field.name().equals(name))
        .findFirst();
  }

  /**
   * Elements of a container/list.List in a map, as LRU caches have them, that were removed from the
   * list but not from the map. Removing one sets its field list to nil (container/list/list.go).
   */
  Optional<LeakCause> removed(LeakCandidate candidate, HeldContents contents) throws IOException {
    if (candidate.kind() != Kind.MAP
        || candidate.similar().isEmpty()
        || !candidate.similar().get().type().equals(HeldEntries.LIST_ELEMENT)) {
      return Optional.empty();
    }
    Optional<GoType.Field> list = field(HeldEntries.LIST_ELEMENT, "list");
    RecognizedStructure map = candidate.structure().orElseThrow();
    long removed = 0;
    for (int part : map.objects()) {
      int child = heap.tree.isLive(part) ? heap.children.first(heap.tree.node(part)) : 0;
      for (; list.isPresent() && child != 0; child = heap.children.next(child)) {
        if (heap.kindOf(child) == candidate.similar().get().kind()) {
          words.open(heap.tree.object(child));
          removed += words.word(list.get().offset()) == 0 ? 1 : 0;
        }
      }
    }
    return removed >= MIN_REMOVED
        ? Optional.of(new LeakCause.RemovedFromList(removed, map.count()))
        : Optional.empty();
  }
}
