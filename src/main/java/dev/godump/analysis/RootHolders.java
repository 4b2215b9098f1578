package dev.godump.analysis;

import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.Roots;
import dev.godump.types.RootNames;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What roots belong to: global variables, goroutines, the frames of goroutines, finalizers. Roots of
 * one holder are one retainer. Without an executable a variable is a word of the data or BSS segment.
 * Goroutines of one state and stack have a holder above them, so that what they hold together is
 * known too. Holders are numbered from 0, each after the one above it.
 */
public final class RootHolders {

  /** What a holder is. */
  public enum Kind {
    /** A word of the data or BSS segment. */
    GLOBAL("global"),
    /** Several goroutines of the same state and stack. */
    GOROUTINES("goroutines"),
    /** A goroutine: its frames, deferred calls, panics. */
    GOROUTINE("goroutine"),
    /** A frame of a goroutine. */
    FRAME("frame"),
    /** A registered finalizer. */
    FINALIZER("finalizer"),
    /** All finalizers that are queued to run. */
    FINALIZER_QUEUE("finalizer queue"),
    /** An other-root record. */
    OTHER("other");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The name in godump's output. */
    public String label() {
      return label;
    }
  }

  /**
   * One holder.
   *
   * @param place in the list that {@link ProcessState} has of such things; of a group, the place of
   *     its first goroutine; of a global, its segment's
   * @param offset of a global's word in its segment, else -1
   * @param parent number of the holder above it, or -1
   * @param roots numbers of its own roots
   * @param below numbers of the holders below it
   */
  public record Holder(
      Kind kind, int place, long offset, int parent, IntArrayList roots, IntArrayList below) {}

  private final HeapGraph graph;
  private final List<Holder> holders = new ArrayList<>();
  private final Long2IntOpenHashMap numbers = new Long2IntOpenHashMap();
  private final Long2IntOpenHashMap goroutineAt = new Long2IntOpenHashMap();
  private final int[] groupOf;

  private RootHolders(HeapGraph graph) {
    this.graph = graph;
    numbers.defaultReturnValue(-1);
    goroutineAt.defaultReturnValue(-1);
    List<Goroutine> goroutines = graph.process().goroutines();
    for (int i = 0; i < goroutines.size(); i++) {
      goroutineAt.put(goroutines.get(i).record().address(), i);
    }
    groupOf = groups(graph.process());
  }

  /** For each goroutine the place of the first one like it, or -1 if none is. */
  private static int[] groups(ProcessState process) {
    int[] groups = new int[process.goroutines().size()];
    Arrays.fill(groups, -1);
    Map<Goroutine, Integer> places = new IdentityHashMap<>();
    for (int i = 0; i < groups.length; i++) {
      places.put(process.goroutines().get(i), i);
    }
    for (GoroutineGroups.Group group : GoroutineGroups.of(process, g -> true)) {
      if (group.members().size() > 1) {
        int first = places.get(group.members().get(0));
        group.members().forEach(member -> groups[places.get(member)] = first);
      }
    }
    return groups;
  }

  public static RootHolders of(HeapGraph graph) {
    RootHolders all = new RootHolders(graph);
    for (int root = 0; root < graph.roots().count(); root++) {
      all.holders.get(all.numberOf(root)).roots().add(root);
    }
    return all;
  }

  private int numberOf(int root) {
    Roots roots = graph.roots();
    ProcessState process = graph.process();
    int place = roots.place(root);
    return switch (roots.kind(root)) {
      case DATA, BSS -> number(Kind.GLOBAL, place, roots.offset(root), -1);
      case FRAME -> number(Kind.FRAME, place, -1, goroutine(process.frames().goroutine(place)));
      case CONTEXT -> goroutine(place);
      case DEFER -> ofGoroutineAt(process.defers().get(place).goroutine(), place);
      case PANIC -> ofGoroutineAt(process.panics().get(place).goroutine(), place);
      case QUEUED_FINALIZER -> number(Kind.FINALIZER_QUEUE, 0, -1, -1);
      case FINALIZER -> number(Kind.FINALIZER, place, -1, -1);
      case OTHER -> number(Kind.OTHER, place, -1, -1);
    };
  }

  /** The holder of the goroutine whose g is at an address; in a damaged dump there may be none. */
  private int ofGoroutineAt(long address, int place) {
    int owner = goroutineAt.get(address);
    return owner >= 0 ? goroutine(owner) : number(Kind.OTHER, place, -1, -1);
  }

  private int goroutine(int place) {
    if (place < 0) {
      return -1;
    }
    int group = groupOf[place] < 0 ? -1 : number(Kind.GOROUTINES, groupOf[place], -1, -1);
    return number(Kind.GOROUTINE, place, -1, group);
  }

  private int number(Kind kind, int place, long offset, int parent) {
    long key = key(kind, place, offset);
    int number = numbers.get(key);
    if (number < 0) {
      number = holders.size();
      numbers.put(key, number);
      holders.add(new Holder(kind, place, offset, parent, new IntArrayList(1), new IntArrayList(0)));
      if (parent >= 0) {
        holders.get(parent).below().add(number);
      }
    }
    return number;
  }

  /** Offsets are below 2^56: no segment is as large. Its place, 0 or 1, keeps data and BSS apart. */
  private static long key(Kind kind, int place, long offset) {
    return kind == Kind.GLOBAL ? offset << 4 | (place & 1) << 3 | kind.ordinal() : (long) place << 4 | 8 | kind.ordinal();
  }

  /** How many there are. */
  public int count() {
    return holders.size();
  }

  /** One of them. */
  public Holder get(int number) {
    return holders.get(number);
  }

  /** The holder of a goroutine, by its place in the graph's list, or -1 if it holds nothing. */
  public int ofGoroutine(int place) {
    return numbers.get(key(Kind.GOROUTINE, place, -1));
  }

  /**
   * The holder of all goroutines like one, by its place in the graph's list: a group's, or its own;
   * -1 if they hold nothing.
   */
  public int ofGoroutinesLike(int place) {
    return groupOf[place] < 0 ? ofGoroutine(place) : numbers.get(key(Kind.GOROUTINES, groupOf[place], -1));
  }

  /** How many roots a holder has, with those of all holders below it. */
  public int rootsUnder(int number) {
    int count = holders.get(number).roots().size();
    for (int below : holders.get(number).below()) {
      count += rootsUnder(below);
    }
    return count;
  }

  /** The holder that a root belongs to. */
  public int ofRoot(int root) {
    return numberOf(root);
  }

  /** As {@link #text(int)}, of a global with its variable's name if that is known. */
  public String text(int number, Optional<RootNames> names) {
    Holder holder = holders.get(number);
    return holder.kind() == Kind.GLOBAL ? RootPlace.of(graph, names, holder.roots().getInt(0)).text() : text(number);
  }

  /** In words: {@code bss+0x40}, {@code goroutine 18}, {@code frame of main.worker in goroutine 18}. */
  public String text(int number) {
    Holder holder = holders.get(number);
    ProcessState process = graph.process();
    return switch (holder.kind()) {
      case GOROUTINE -> "goroutine " + process.goroutines().get(holder.place()).id();
      case GOROUTINES -> "goroutines like " + process.goroutines().get(holder.place()).id();
      case FINALIZER_QUEUE -> "queue of finalizers to run";
      case FRAME -> {
        RootPlace place = RootPlace.of(graph, holder.roots().getInt(0));
        yield "goroutine " + place.goroutine() + ", " + place.function();
      }
      case GLOBAL, FINALIZER, OTHER -> RootPlace.of(graph, holder.roots().getInt(0)).text();
    };
  }
}
