package dev.godump.analysis.stacks;

import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.HeapParts;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.types.Certainty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All live objects, and what only inferred cleanups keep alive, as weights of stacks: each object
 * is at the end of the stack of its owners. Stacks are merged and folded, so there are few. Their
 * bytes add up to those of all these objects.
 */
public final class HeapStacks {

  /** Kinds of stacks. */
  public enum StackKind {
    /** The shortest path of references from a root. */
    PATH,
    /** The objects that dominate it: the bytes below a frame are its retained size. */
    DOMINATOR,
    /** The shortest path; if it starts on a goroutine's stack, after the calls on it. */
    GOROUTINE,
    /** The calls that allocated it, if the allocation profile sampled it. */
    ALLOC
  }

  /**
   * One stack. Objects with types of different certainty are in different stacks.
   *
   * @param frames outermost first, never empty; the name of a frame that recurs often has a rounded
   *     count
   * @param certainty of the types of the objects; {@link Certainty#UNKNOWN} for {@link By#ALLOC}
   * @param objects number of objects at its end
   * @param bytes of those objects
   * @param allocs sampled allocations; 0 except for {@link By#ALLOC}
   * @param frees number of those that were freed
   * @param recursion how often its folded end recurs, at most: for a list, the number of nodes; 1
   *     if it isn't folded
   * @param example address of one of the objects, 0 if there is none
   */
  public record Stack(
      List<StackFrame> frames,
      Certainty certainty,
      long objects,
      long bytes,
      long allocs,
      long frees,
      int recursion,
      long example) {}

  /**
   * Frames that recur less often show no count. Rounded to one digit, the smallest count shown is
   * 100.
   */
  private static final int MIN_SHOWN_RECURSION = 95;

  private final List<StackFrame> frames = new ArrayList<>();
  private final Map<StackFrame, Integer> idByFrame = new HashMap<>();
  private final StackTrie trie = new StackTrie();
  private final StackAmounts amounts = new StackAmounts();

  private HeapStacks() {}

  /**
   * Finds the stacks of all these objects. Takes at most 16 bytes per object of the heap.
   *
   * @param locations source locations of goroutines' frames, if known
   */
  public static HeapStacks of(Heap heap, SourceLocations locations, StackKind kind)
      throws IOException {
    HeapStacks stacks = new HeapStacks();
    if (kind == StackKind.ALLOC) {
      stacks.byAllocation(heap);
      return stacks;
    }
    stacks.byHolders(heap, locations, kind);
    Optional<Heap> kept = heap.unrecorded().keptByCleanups();
    if (kept.isPresent()) {
      stacks.byHolders(kept.get(), locations, kind);
    }
    return stacks;
  }

  private void byHolders(Heap heap, SourceLocations locations, StackKind kind) throws IOException {
    HeapGraph graph = heap.graph();
    boolean calls = kind == StackKind.GOROUTINE;
    RootFrames roots = new RootFrames(graph, heap.types(), this, locations, calls);
    if (kind == StackKind.DOMINATOR) {
      new DominatorStacks(heap, this, roots).fill();
    } else {
      new PathStacks(graph, heap.types(), this, roots).fill();
    }
  }

  private void byAllocation(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    Map<DumpRecord.MemProf, Integer> nodes = new HashMap<>();
    for (DumpRecord.MemProf bucket : graph.process().profile().buckets()) {
      int node = StackTrie.EMPTY;
      for (int i = bucket.stack().size() - 1; i >= 0; i--) {
        DumpRecord.StackEntry call = bucket.stack().get(i);
        node = child(node, StackFrame.inSource(call.function(), call.file(), call.line()));
      }
      node = node == StackTrie.EMPTY ? child(node, StackFrame.of("(no stack)")) : node;
      nodes.put(bucket, node);
      amounts.addProfiled(
          StackAmounts.index(node, Certainty.UNKNOWN), bucket.allocs(), bucket.frees());
    }
    int unknown = child(StackTrie.EMPTY, StackFrame.of("(allocation not sampled)"));
    HeapParts parts = heap.unrecorded().parts();
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (parts.isKept(id)) {
                Optional<DumpRecord.MemProf> bucket = graph.process().profile().bucketOf(id);
                int node = bucket.map(nodes::get).orElse(unknown);
                add(node, Certainty.UNKNOWN, address, size, 1);
              }
            });
  }

  /** Returns the id of a frame. */
  int frameId(StackFrame frame) {
    Integer known = idByFrame.putIfAbsent(frame, frames.size());
    if (known == null) {
      frames.add(frame);
      return frames.size() - 1;
    }
    return known;
  }

  int child(int node, StackFrame frame) {
    return trie.child(node, frameId(frame));
  }

  /** Returns the stack with one more frame. */
  int child(int node, int frame) {
    return trie.child(node, frame);
  }

  /** As {@link StackTrie#recursion}. */
  int recursion(int node, int child, int before) {
    return trie.recursion(node, child, before);
  }

  /** Returns the last frame of a stack that is not empty. */
  int lastFrame(int node) {
    return trie.lastFrame(node);
  }

  /**
   * Adds an object at the end of a stack.
   *
   * @param certainty of its type
   * @param recursion how often the end of its own stack recurs
   */
  void add(int node, Certainty certainty, long address, long size, int recursion) {
    amounts.add(StackAmounts.index(node, certainty), address, size, recursion);
  }

  /** Returns the number of objects at the ends of stacks. */
  public long objects() {
    return amounts.objects();
  }

  /** Returns the bytes of the objects at the ends of stacks. */
  public long bytes() {
    return amounts.bytes();
  }

  /** Returns a number greater than the id of any stack. */
  public int idLimit() {
    return trie.count() * Certainty.values().length;
  }

  /** Whether there is a stack with an id below {@link #idLimit}. */
  public boolean isUsed(int stack) {
    return amounts.isUsed(stack);
  }

  /** Returns a stack by its id. */
  public Stack get(int stack) {
    int at = StackAmounts.node(stack);
    StackFrame[] path = new StackFrame[trie.length(at)];
    for (int i = path.length - 1; i >= 0; i--) {
      path[i] = counted(frames.get(trie.lastFrame(at)), amounts.maxRecursion(at));
      at = trie.above(at);
    }
    return new Stack(
        List.of(path),
        StackAmounts.certainty(stack),
        amounts.objects(stack),
        amounts.bytes(stack),
        amounts.allocs(stack),
        amounts.frees(stack),
        amounts.recursion(stack),
        amounts.example(stack));
  }

  /** Adds the rounded count of recursions to a frame. An exact count would differ between dumps. */
  private static StackFrame counted(StackFrame frame, int recursion) {
    if (recursion < MIN_SHOWN_RECURSION) {
      return frame;
    }
    long unit = (long) Math.pow(10, Math.floor(Math.log10(recursion)));
    String about = String.format(Locale.ROOT, "%,d", Math.round((double) recursion / unit) * unit);
    return new StackFrame(frame.name() + " ×" + about, frame.file(), frame.line(), frame.type());
  }
}
