package dev.godump.heap.cleanups;

import dev.godump.graph.GoVersion;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.Shape;
import dev.godump.heap.dominators.Reachability;
import dev.godump.types.program.Program;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.Int2ObjectLinkedOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Infers {@link Cleanups} among the objects that no recorded root reaches (runtime/mcleanup.go, Go
 * 1.24 to 1.27). Up to Go 1.25 AddCleanup makes a closure that holds the function, a pointer to the
 * argument, and the generic dictionary. Since Go 1.26 it makes a closure that holds only the
 * dictionary; the function and a copy of the argument are separate, and nothing else points at
 * them. Takes time in proportion to all objects and the pointers of those that are not reached.
 */
public final class CleanupSearch {
  private static final int FIRST_MINOR = 24;
  private static final int SEPARATE_SINCE = 26;

  /** The slot of a small argument without pointers, in bytes. */
  private static final int SMALL_ARGUMENT = 16;

  private final HeapGraph graph;
  private final StaticMemory memory;
  private final UnreachedObjects unreached;
  private final ObjectBytes bytes;
  private final int word;
  private final IntArrayList calls = new IntArrayList();
  private final IntArrayList functions = new IntArrayList();
  private final IntArrayList arguments = new IntArrayList();

  private CleanupSearch(HeapGraph graph, Reachability reachability, Optional<Program> program) {
    this.graph = graph;
    memory = new StaticMemory(graph, program);
    unreached = new UnreachedObjects(graph, reachability);
    bytes = new ObjectBytes(graph);
    word = graph.process().params().pointerSize();
  }

  /**
   * Searches a graph.
   *
   * @param program the one that wrote the dump; it tells cleanups from other closures
   */
  public static Cleanups of(HeapGraph graph, Reachability reachability, Optional<Program> program)
      throws IOException {
    Optional<GoVersion> version = graph.process().version();
    if (version.filter(v -> v.isAtLeast(FIRST_MINOR)).isEmpty()
        || !reachability.isKnown()
        || reachability.liveObjects() == graph.objects().count()) {
      return Cleanups.NONE;
    }
    CleanupSearch search = new CleanupSearch(graph, reachability, program);
    boolean separate = version.get().isAtLeast(SEPARATE_SINCE);
    // without any, there is no need for the pointers, which take long to read from an index
    if (search.mayHaveCalls(separate)) {
      IntArrayList heads = search.unreached.heads();
      if (separate) {
        search.findSeparate(heads);
      } else {
        search.findClosures(heads);
      }
    }
    return new Cleanups(search.calls, search.functions, search.arguments);
  }

  private boolean mayHaveCalls(boolean separate) throws IOException {
    for (int object : unreached.objects()) {
      if (separate ? isSeparateCall(object) : isClosureCall(object)) {
        return true;
      }
    }
    return false;
  }

  private boolean isClosureCall(int object) throws IOException {
    return hasShape(object, 4L * word, word, 2L * word, 3L * word) && isCall(object, 3L * word);
  }

  private boolean isSeparateCall(int object) throws IOException {
    return hasShape(object, 2L * word, word) && isCall(object, word);
  }

  private void findClosures(IntArrayList heads) throws IOException {
    for (int head : heads) {
      if (isClosureCall(head)) {
        calls.add(head);
      }
    }
  }

  private void findSeparate(IntArrayList heads) throws IOException {
    IntArrayList others = new IntArrayList();
    for (int head : heads) {
      if (isSeparateCall(head)) {
        calls.add(head);
      } else if (isClosure(head)) {
        functions.add(head);
      } else {
        others.add(head);
      }
    }
    if (calls.isEmpty()) {
      functions.clear();
      return;
    }
    addArguments(others);
    addFunctionsInCycles(heads);
  }

  private boolean hasShape(int object, long size, long... offsets) {
    Shape shape = graph.shapes().get(graph.shapeIndex(object));
    return shape.size() == size && Arrays.equals(shape.offsets(), offsets);
  }

  /** Whether an object has the call's entry as its first word, and a dictionary at an offset. */
  private boolean isCall(int object, long dictionary) throws IOException {
    bytes.open(object);
    return memory.isCleanupCall(bytes.word(0)) && memory.contains(bytes.word(dictionary));
  }

  /** Whether an object has a function's entry as its first word, which is not a pointer. */
  private boolean isClosure(int object) throws IOException {
    Shape shape = graph.shapes().get(graph.shapeIndex(object));
    if (shape.size() < 2L * word || (shape.pointers() > 0 && shape.offsets()[0] == 0)) {
      return false;
    }
    bytes.open(object);
    return memory.isEntry(bytes.word(0));
  }

  /**
   * Adds one argument for each call where there are as many: first copies of one pointer or of a
   * few bytes, then others by shape. If not all of the objects can be garbage, some of those small
   * copies may be: then adds each shape that has no more objects than there are calls.
   */
  private void addArguments(IntArrayList heads) {
    boolean canBeGarbage = GarbageBound.of(graph).allows(unreached.bytes());
    Int2ObjectLinkedOpenHashMap<IntArrayList> others = new Int2ObjectLinkedOpenHashMap<>();
    for (int head : heads) {
      int shapeIndex = graph.shapeIndex(head);
      Shape shape = graph.shapes().get(shapeIndex);
      boolean small = shape.pointers() == 0 ? shape.size() <= SMALL_ARGUMENT : shape.size() == word;
      if (small) {
        arguments.add(head);
      } else {
        others.computeIfAbsent(shapeIndex, s -> new IntArrayList()).add(head);
      }
    }
    List<IntArrayList> byCount = new ArrayList<>(others.values());
    byCount.sort(Comparator.comparingInt(alike -> -alike.size()));
    for (IntArrayList alike : byCount) {
      int known = canBeGarbage ? arguments.size() : 0;
      if (known + alike.size() <= calls.size()) {
        arguments.addAll(alike);
      }
    }
    IntArrays.quickSort(arguments.elements(), 0, arguments.size());
  }

  /** Adds closures that lead to themselves, as they do if they hold the cleanup's object. */
  private void addFunctionsInCycles(IntArrayList heads) throws IOException {
    IdSet reached = new IdSet(graph.objects().count());
    unreached.reach(heads, reached);
    for (int object : unreached.objects()) {
      if (functions.size() < calls.size() && !reached.contains(object) && isClosure(object)) {
        functions.add(object);
        unreached.reach(IntArrayList.of(object), reached);
      }
    }
    IntArrays.quickSort(functions.elements(), 0, functions.size());
  }
}
