package dev.godump.analysis.stacks;

import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.Reachability;
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
 * All live objects, each at the end of a stack of what holds it: few stacks, as they are merged and
 * folded. The bytes of all stacks together are those of all live objects.
 */
public final class HeapStacks {

  /** What the stack of an object is. */
  public enum StackKind {
    /** The shortest path of references from a root. */
    PATH,
    /** What dominates it, so that the bytes below a frame are what it retains. */
    DOMINATOR,
    /** The shortest path, from goroutines with the calls they stand in. */
    GOROUTINE,
    /** The calls that allocated it, where the allocation profile sampled it. */
    ALLOC
  }

  /**
   * One stack. Objects whose types are not equally sure are apart.
   *
   * @param frames the outermost first, never empty; one that recurs often says how often, about
   * @param certainty how sure the types of the objects are; {@link Certainty#UNKNOWN} by {@link
   *     By#ALLOC}
   * @param objects live objects at its end
   * @param bytes of those
   * @param allocs allocations that the profile sampled there; 0 but by {@link By#ALLOC}
   * @param frees of those the ones freed
   * @param times how often at most its end recurs in a row where that was folded: of a list the
   *     number of its nodes; 1 where nothing was
   */
  public record Stack(
      List<StackFrame> frames,
      Certainty certainty,
      long objects,
      long bytes,
      long allocs,
      long frees,
      int recursion) {}

  /** What recurs fewer times in a row doesn't say so. */
  private static final int MIN_SHOWN_RECURSION = 95;

  private final List<StackFrame> frames = new ArrayList<>();
  private final Map<StackFrame, Integer> idByFrame = new HashMap<>();
  private final StackTrie trie = new StackTrie();
  private final StackAmounts amounts = new StackAmounts();

  private HeapStacks() {}

  /**
   * Finds all of them. Takes at most 16 bytes per object of the heap.
   *
   * @param places where goroutines stand in the source, where that is known
   */
  public static HeapStacks of(Heap heap, SourceLocations locations, StackKind kind)
      throws IOException {
    HeapGraph graph = heap.graph();
    HeapStacks stacks = new HeapStacks();
    switch (kind) {
      case PATH, GOROUTINE -> {
        RootFrames roots =
            new RootFrames(graph, heap.types(), stacks, locations, kind == StackKind.GOROUTINE);
        new PathStacks(graph, heap.types(), stacks, roots).fill();
      }
      case DOMINATOR -> {
        RootFrames roots = new RootFrames(graph, heap.types(), stacks, locations, false);
        new DominatorStacks(heap, stacks, roots).fill();
      }
      case ALLOC -> stacks.byAllocation(heap);
    }
    return stacks;
  }

  private void byAllocation(Heap heap) {
    HeapGraph graph = heap.graph();
    Map<DumpRecord.MemProf, Integer> nodes = new HashMap<>();
    for (DumpRecord.MemProf bucket : graph.process().profile().buckets()) {
      int node = StackTrie.EMPTY;
      for (int i = bucket.stack().size() - 1; i >= 0; i--) {
        DumpRecord.StackEntry call = bucket.stack().get(i);
        node = child(node, new StackFrame(call.function(), call.file(), call.line()));
      }
      node = node == StackTrie.EMPTY ? child(node, StackFrame.of("(no stack)")) : node;
      nodes.put(bucket, node);
      amounts.addProfiled(
          StackAmounts.index(node, Certainty.UNKNOWN), bucket.allocs(), bucket.frees());
    }
    int unknown = child(StackTrie.EMPTY, StackFrame.of("(allocation not sampled)"));
    Reachability reachability = heap.reachability();
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (reachability.isLive(id)) {
                Optional<DumpRecord.MemProf> bucket = graph.process().profile().bucketOf(id);
                int node = bucket.map(nodes::get).orElse(unknown);
                add(node, Certainty.UNKNOWN, size, 1);
              }
            });
  }

  /** The number of a frame. */
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

  /** The stack with one frame more. */
  int child(int node, int frame) {
    return trie.child(node, frame);
  }

  /** As {@link StackTrie#recursion}. */
  int recursion(int node, int child, int before) {
    return trie.recursion(node, child, before);
  }

  /** The last frame of a stack that is not empty. */
  int lastFrame(int node) {
    return trie.lastFrame(node);
  }

  /**
   * Adds an object at the end of a stack.
   *
   * @param certainty how sure its type is
   * @param times how often the end of its own stack recurs
   */
  void add(int node, Certainty certainty, long size, int recursion) {
    amounts.add(StackAmounts.index(node, certainty), size, recursion);
  }

  /** How many objects are at the end of stacks: all that are live. */
  public long objects() {
    return amounts.objects();
  }

  /** Bytes of those. */
  public long bytes() {
    return amounts.bytes();
  }

  /** More than the number of any stack. */
  public int idLimit() {
    return trie.count() * Certainty.values().length;
  }

  /** Whether there is a stack of a number below {@link #idLimit}, with something at its end. */
  public boolean isUsed(int stack) {
    return amounts.isUsed(stack);
  }

  /** A stack, by its number. */
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
        amounts.recursion(stack));
  }

  /**
   * How often a frame recurs belongs to it, but rounded: else it would be another one in each dump.
   */
  private static StackFrame counted(StackFrame frame, int recursion) {
    if (recursion < MIN_SHOWN_RECURSION) {
      return frame;
    }
    long unit = (long) Math.pow(10, Math.floor(Math.log10(recursion)));
    String about = String.format(Locale.ROOT, "%,d", Math.round((double) recursion / unit) * unit);
    return new StackFrame(frame.name() + " ×" + about, frame.file(), frame.line());
  }
}
