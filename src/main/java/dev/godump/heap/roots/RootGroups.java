package dev.godump.heap.roots;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.roots.RootOwners.Owner;
import dev.godump.types.HeapTypes;
import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups roots that users think of as one: a word of a segment, a function on the stacks of similar
 * goroutines, all finalizers. Groups are numbered from 0 in order of use, and record the owners of
 * the roots used. Not thread-safe.
 */
public final class RootGroups {
  public static final int UNKNOWN = -1;

  private final HeapGraph graph;
  private final HeapTypes types;
  private final RootOwners rootOwners;
  private final int[] groupByRoot;
  private final Int2IntMap goroutineByG = new Int2IntOpenHashMap();
  private final Map<Key, Integer> groupByKey = new HashMap<>();
  private final List<Group> groups = new ArrayList<>();

  /**
   * The properties that roots of one group share.
   *
   * @param owner of all of them, or {@link RootOwners#NONE}
   * @param description of the roots within the owner, such as a function; empty for the g of a
   *     goroutine
   */
  private record Key(RootOwners.Kind kind, int owner, String description) {}

  /** A group, with the ids of the goroutines, finalizers, … that own its used roots. */
  private record Group(Key key, IntOpenHashSet owners) {}

  public RootGroups(HeapGraph graph, HeapTypes types) {
    this.graph = graph;
    this.types = types;
    rootOwners = RootOwners.of(graph);
    groupByRoot = new int[graph.roots().count()];
    Arrays.fill(groupByRoot, UNKNOWN);
  }

  /** Marks a root as used, and returns its group. */
  public int use(int root) {
    if (groupByRoot[root] == UNKNOWN) {
      int owner = owner(rootOwners.ownerOfRoot(root));
      groupByRoot[root] = use(key(owner, root), owner);
    }
    return groupByRoot[root];
  }

  /**
   * Marks the goroutine of a g as used, and returns its group.
   *
   * @param object a g
   * @return {@link #UNKNOWN} if the goroutine owns no roots
   */
  public int useGoroutine(int object) {
    int owner = rootOwners.ownerOfGoroutine(goroutineByG().get(object));
    return owner == RootOwners.NONE ? UNKNOWN : use(keyOf(owner, ""), owner);
  }

  /** Whether an object is the g of a goroutine. */
  public boolean isG(int object) {
    return rootOwners.goroutineObjects().isG(object);
  }

  private Int2IntMap goroutineByG() {
    if (goroutineByG.isEmpty()) {
      GoroutineObjects objects = rootOwners.goroutineObjects();
      for (int goroutine = 0; goroutine < objects.goroutines(); goroutine++) {
        goroutineByG.put(objects.g(goroutine), goroutine);
      }
    }
    return goroutineByG;
  }

  private int use(Key key, int owner) {
    Integer known = groupByKey.putIfAbsent(key, groups.size());
    if (known == null) {
      groups.add(new Group(key, new IntOpenHashSet()));
    }
    int group = groupByKey.get(key);
    groups.get(group).owners().add(owner);
    return group;
  }

  /** Returns the goroutine of a frame, and any other owner unchanged. */
  private int owner(int owner) {
    Owner record = rootOwners.get(owner);
    return record.kind() == RootOwners.Kind.FRAME && record.parent() != RootOwners.NONE
        ? record.parent()
        : owner;
  }

  private Key key(int owner, int root) {
    Owner holder = rootOwners.get(owner);
    return switch (holder.kind()) {
      case GOROUTINE -> keyOf(owner, inGoroutine(root));
      case FINALIZER -> new Key(holder.kind(), RootOwners.NONE, "finalizers");
      case OTHER -> new Key(holder.kind(), RootOwners.NONE, rootOwners.text(owner));
      case GLOBAL, GOROUTINES, FRAME, FINALIZER_QUEUE -> new Key(holder.kind(), owner, "");
    };
  }

  private Key keyOf(int goroutine, String description) {
    int above = rootOwners.get(goroutine).parent();
    int alike = above == RootOwners.NONE ? goroutine : above;
    return new Key(rootOwners.kind(alike), alike, description);
  }

  private String inGoroutine(int root) {
    String function = RootLabel.of(graph, root).function();
    return function.isEmpty() ? graph.roots().kind(root).label() : function;
  }

  /** How many goroutines, finalizers, … own the used roots of a group. */
  public int ownerCount(int group) {
    return groups.get(group).owners().size();
  }

  /**
   * Describes a group: the owner of its used roots if there is one, else the whole group, in the
   * plural.
   */
  public String text(int group) {
    Key key = groups.get(group).key();
    boolean one = ownerCount(group) == 1;
    int holder = one ? groups.get(group).owners().iterator().nextInt() : key.owner();
    return switch (key.kind()) {
      case GOROUTINE, GOROUTINES ->
          rootOwners.text(holder, types.rootNames())
              + (key.description().isEmpty() ? "" : ", " + key.description());
      case FINALIZER, OTHER -> one ? rootOwners.text(holder, types.rootNames()) : key.description();
      case GLOBAL, FRAME, FINALIZER_QUEUE -> rootOwners.text(holder, types.rootNames());
    };
  }
}
