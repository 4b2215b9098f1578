package dev.godump.analysis;

import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.types.HeapTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All live objects, each at the end of a stack of what holds it: few stacks, as they are merged and
 * folded. The bytes of all stacks together are those of all live objects.
 */
public final class HeapStacks {

  /** What the stack of an object is. */
  public enum By {
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
   * One stack.
   *
   * @param frames the outermost first, never empty
   * @param objects live objects at its end
   * @param bytes of those
   * @param allocs allocations that the profile sampled there; 0 but by {@link By#ALLOC}
   * @param frees of those the ones freed
   * @param longest frames of the longest stack that was folded into this one
   */
  public record Stack(List<StackFrame> frames, long objects, long bytes, long allocs, long frees, int longest) {}

  private final List<StackFrame> frames = new ArrayList<>();
  private final Map<StackFrame, Integer> numbers = new HashMap<>();
  private final StackTrie trie = new StackTrie();
  private final StackAmounts amounts = new StackAmounts();

  private HeapStacks() {}

  /**
   * Finds all of them. Takes at most 12 bytes per object of the heap.
   *
   * @param types as far as they are known
   * @param places where goroutines stand in the source, where that is known
   */
  public static HeapStacks of(HeapGraph graph, HeapTypes types, SourcePlaces places, By by) {
    HeapStacks stacks = new HeapStacks();
    switch (by) {
      case PATH -> new PathStacks(graph, types, stacks, new RootFrames(graph, stacks)).fill();
      case GOROUTINE -> new PathStacks(graph, types, stacks, new RootFrames(graph, stacks, places)).fill();
      case DOMINATOR -> new DominatorStacks(graph, types, stacks).fill();
      case ALLOC -> stacks.byAllocation(graph);
    }
    return stacks;
  }

  private void byAllocation(HeapGraph graph) {
    Map<DumpRecord.MemProf, Integer> nodes = new HashMap<>();
    for (DumpRecord.MemProf bucket : graph.process().profile().buckets()) {
      int node = StackTrie.EMPTY;
      for (int i = bucket.stack().size() - 1; i >= 0; i--) {
        DumpRecord.StackEntry call = bucket.stack().get(i);
        node = child(node, new StackFrame(call.function(), call.file(), call.line()));
      }
      node = node == StackTrie.EMPTY ? child(node, StackFrame.of("(no stack)")) : node;
      nodes.put(bucket, node);
      amounts.profiled(node, bucket.allocs(), bucket.frees());
    }
    int unknown = child(StackTrie.EMPTY, StackFrame.of("(allocation not sampled)"));
    Reachability reachability = Reachability.of(graph);
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (reachability.live(id)) {
                Optional<DumpRecord.MemProf> bucket = graph.process().profile().bucketOf(id);
                int node = bucket.map(nodes::get).orElse(unknown);
                amounts.add(node, size, trie.length(node));
              }
            });
  }

  /** The number of a frame. */
  int number(StackFrame frame) {
    Integer known = numbers.putIfAbsent(frame, frames.size());
    if (known == null) {
      frames.add(frame);
      return frames.size() - 1;
    }
    return known;
  }

  int child(int node, StackFrame frame) {
    return trie.child(node, number(frame));
  }

  /** The stack with one frame more. */
  int child(int node, int frame) {
    return trie.child(node, frame);
  }

  int length(int node) {
    return trie.length(node);
  }

  /**
   * Adds an object at the end of a stack.
   *
   * @param length of its own stack before it was folded
   */
  void add(int node, long size, int length) {
    amounts.add(node, size, length);
  }

  /** How many objects are at the end of stacks: all that are live. */
  public long objects() {
    return amounts.objects();
  }

  /** Bytes of those. */
  public long bytes() {
    return amounts.bytes();
  }

  /** How many stacks, folded ones included, lead to objects or others; the empty one too. */
  public int count() {
    return trie.count();
  }

  /** Whether something is at the end of a stack, by its number below {@link #count}. */
  public boolean used(int stack) {
    return amounts.used(stack);
  }

  /** A stack, by its number. */
  public Stack get(int stack) {
    StackFrame[] path = new StackFrame[trie.length(stack)];
    int at = stack;
    for (int i = path.length - 1; i >= 0; i--) {
      path[i] = frames.get(trie.frame(at));
      at = trie.above(at);
    }
    return new Stack(
        List.of(path),
        amounts.objects(stack),
        amounts.bytes(stack),
        amounts.allocs(stack),
        amounts.frees(stack),
        amounts.longest(stack));
  }
}
