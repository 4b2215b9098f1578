package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;

/**
 * What roots belong to: global variables, goroutines, the frames of goroutines, finalizers. Roots of
 * one holder are one retainer. Without an executable a variable is a word of the data or BSS segment.
 * Holders are numbered from 0, a frame after its goroutine.
 */
public final class RootHolders {

  /**
   * One holder.
   *
   * @param kind of its roots; {@link RootKind#CONTEXT} for a goroutine, whose frames are holders of
   *     their own below it
   * @param place as {@link Roots#place}; the place of the goroutine for a goroutine
   * @param offset of a global's word in its segment, else -1
   * @param parent number of the goroutine's holder for a frame, else -1
   * @param roots numbers of its roots
   * @param frames for a goroutine, numbers of its frames' holders
   */
  public record Holder(
      RootKind kind, int place, long offset, int parent, IntArrayList roots, IntArrayList frames) {

    /** Whether this is a goroutine. */
    public boolean isGoroutine() {
      return kind == RootKind.CONTEXT;
    }
  }

  /** The queue of finalizers to run is one holder. */
  private static final int QUEUE = 0;

  private final HeapGraph graph;
  private final List<Holder> holders = new ArrayList<>();
  private final Long2IntOpenHashMap numbers = new Long2IntOpenHashMap();
  private final Long2IntOpenHashMap goroutineAt = new Long2IntOpenHashMap();

  private RootHolders(HeapGraph graph) {
    this.graph = graph;
    numbers.defaultReturnValue(-1);
    goroutineAt.defaultReturnValue(-1);
  }

  public static RootHolders of(HeapGraph graph) {
    RootHolders all = new RootHolders(graph);
    ProcessState process = graph.process();
    for (int i = 0; i < process.goroutines().size(); i++) {
      all.goroutineAt.put(process.goroutines().get(i).record().address(), i);
    }
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
      case DATA -> number(RootKind.DATA, place, roots.offset(root), -1);
      case BSS -> number(RootKind.BSS, place, roots.offset(root), -1);
      case FRAME -> {
        int owner = process.frames().goroutine(place);
        yield number(RootKind.FRAME, place, -1, owner < 0 ? -1 : goroutine(owner));
      }
      case CONTEXT -> goroutine(place);
      case DEFER -> ofGoroutine(RootKind.DEFER, place, process.defers().get(place).goroutine());
      case PANIC -> ofGoroutine(RootKind.PANIC, place, process.panics().get(place).goroutine());
      case QUEUED_FINALIZER -> number(RootKind.QUEUED_FINALIZER, QUEUE, -1, -1);
      case FINALIZER -> number(RootKind.FINALIZER, place, -1, -1);
      case OTHER -> number(RootKind.OTHER, place, -1, -1);
    };
  }

  private int ofGoroutine(RootKind kind, int place, long address) {
    int owner = goroutineAt.get(address);
    return owner >= 0 ? goroutine(owner) : number(kind, place, -1, -1);
  }

  private int goroutine(int place) {
    return number(RootKind.CONTEXT, place, -1, -1);
  }

  private int number(RootKind kind, int place, long offset, int parent) {
    // offsets are bytes of a segment, places of frames below 2^31: no two holders share a key
    long key = (offset >= 0 ? offset : place) << 5 | kind.ordinal();
    int number = numbers.get(key);
    if (number < 0) {
      number = holders.size();
      numbers.put(key, number);
      holders.add(new Holder(kind, place, offset, parent, new IntArrayList(2), new IntArrayList(0)));
      if (parent >= 0) {
        holders.get(parent).frames().add(number);
      }
    }
    return number;
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
    return numbers.get((long) place << 5 | RootKind.CONTEXT.ordinal());
  }

  /** In words: {@code bss+0x40}, {@code goroutine 18}, {@code frame of main.worker in goroutine 18}. */
  public String text(int number) {
    Holder holder = holders.get(number);
    if (holder.isGoroutine()) {
      return "goroutine " + graph.process().goroutines().get(holder.place()).id();
    }
    if (holder.kind() == RootKind.QUEUED_FINALIZER) {
      return "queue of finalizers to run";
    }
    RootPlace place = RootPlace.of(graph, holder.roots().getInt(0));
    return holder.kind() == RootKind.FRAME
        ? "frame of " + place.function() + " in goroutine " + place.goroutine()
        : place.text();
  }
}
