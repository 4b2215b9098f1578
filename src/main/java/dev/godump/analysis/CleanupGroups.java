package dev.godump.analysis;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Shape;
import dev.godump.heap.Heap;
import dev.godump.heap.cleanups.Cleanups;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.AddressSpace;
import dev.godump.types.program.Program;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What inferred cleanups keep alive, by function and argument. Up to Go 1.25 a cleanup is one
 * object; since Go 1.26 its function and argument are separate, and which belong together is not
 * known.
 *
 * @param count the number of cleanups
 * @param objects that only cleanups keep alive
 * @param bytes of those objects
 * @param groups largest first
 */
public record CleanupGroups(int count, int objects, long bytes, List<Group> groups) {

  /** What the objects of a group are. */
  public enum Part {
    /** Function and argument. */
    CLEANUP("cleanup"),
    /** A function with captured variables. */
    FUNCTION("function"),
    /** A copy of an argument. */
    ARGUMENT("argument");

    private final String label;

    Part(String label) {
      this.label = label;
    }

    /** The name in godump's output. */
    public String label() {
      return label;
    }
  }

  /**
   * Cleanups, functions or arguments that are alike.
   *
   * @param function its name, or the address of the function value; empty for an argument
   * @param example the first of them
   * @param argument the object that the argument of the example points at, or {@link
   *     ObjectTable#NONE} if it points at none that only cleanups keep alive
   * @param count how many they are
   * @param retained bytes that would be garbage without them, themselves included
   */
  public record Group(
      Part part, String function, int example, int argument, int count, long retained) {}

  /** The values by which parts are alike. */
  private record Key(Part part, String function, int shape, int argumentShape) {}

  private static final CleanupGroups NONE = new CleanupGroups(0, 0, 0, List.of());

  /** Groups the cleanups of a heap. */
  public static CleanupGroups of(Heap heap) throws IOException {
    if (heap.unrecorded().keptByCleanups().isEmpty()) {
      return NONE;
    }
    Cleanups cleanups = heap.unrecorded().cleanups();
    DominatorTree tree = heap.unrecorded().keptByCleanups().get().tree();
    Grouping grouping = new Grouping(heap, tree);
    grouping.addCleanups(cleanups.calls());
    grouping.addFunctions(cleanups.functions());
    grouping.addArguments(cleanups.arguments());
    return new CleanupGroups(
        cleanups.count(), tree.liveObjects(), tree.liveBytes(), grouping.sorted());
  }

  /** Collects groups. */
  private static final class Grouping {
    private final HeapGraph graph;
    private final Edges edges;
    private final DominatorTree tree;
    private final ObjectBytes bytes;
    private final AddressSpace space;
    private final Optional<Program> program;
    private final int word;
    private final Map<Key, Group> groups = new LinkedHashMap<>();

    Grouping(Heap heap, DominatorTree tree) {
      this.graph = heap.graph();
      this.edges = graph.edges();
      this.tree = tree;
      bytes = new ObjectBytes(graph);
      program = heap.program();
      space = new AddressSpace(graph, program);
      word = graph.process().params().pointerSize();
    }

    /**
     * Up to Go 1.25 the closure of AddCleanup holds the function (Go 1.25: a pointer to it), a
     * pointer to the argument, and the dictionary; later ones hold the dictionary alone and are
     * left out.
     */
    void addCleanups(IntArrayList calls) throws IOException {
      for (int call : calls) {
        bytes.open(call);
        if (!bytes.hasWord(3L * word)) {
          continue;
        }
        long function = bytes.word(word);
        int argument = graph.objects().find(bytes.word(2L * word));
        add(Part.CLEANUP, nameOf(function), call, pointedAt(argument));
      }
    }

    void addFunctions(IntArrayList functions) throws IOException {
      for (int function : functions) {
        bytes.open(function);
        add(Part.FUNCTION, space.functionAt(bytes.word(0)), function, ObjectTable.NONE);
      }
    }

    void addArguments(IntArrayList arguments) {
      for (int argument : arguments) {
        add(Part.ARGUMENT, "", argument, pointedAt(argument));
      }
    }

    /** The name for a function value, or for a pointer to one. */
    private String nameOf(long address) throws IOException {
      int object = graph.objects().find(address);
      if (object == ObjectTable.NONE) {
        return program
            .flatMap(p -> p.functionNameOfValue(address))
            .orElseGet(() -> "function value 0x" + Long.toHexString(address));
      }
      Shape shape = graph.shapes().get(graph.shapeIndex(object));
      bytes.open(object);
      boolean isPointer = shape.pointers() > 0 && shape.offsets()[0] == 0;
      return isPointer ? nameOf(bytes.word(0)) : space.functionAt(bytes.word(0));
    }

    /** The first object that an argument points at and only cleanups keep alive. */
    private int pointedAt(int argument) {
      if (argument != ObjectTable.NONE) {
        for (long e = edges.first(argument); e != Edges.NONE; e = edges.next(e)) {
          if (tree.isLive(edges.target(e))) {
            return edges.target(e);
          }
        }
      }
      return ObjectTable.NONE;
    }

    private void add(Part part, String function, int object, int argument) {
      int argumentShape = argument == ObjectTable.NONE ? -1 : graph.shapeIndex(argument);
      Key key = new Key(part, function, graph.shapeIndex(object), argumentShape);
      long retained = tree.retainedByObject(object);
      groups.merge(
          key,
          new Group(part, function, object, argument, 1, retained),
          (group, one) ->
              new Group(
                  part,
                  function,
                  group.example,
                  group.argument,
                  group.count + 1,
                  group.retained + one.retained));
    }

    List<Group> sorted() {
      List<Group> all = new ArrayList<>(groups.values());
      all.sort(
          Comparator.comparingLong((Group group) -> -group.retained)
              .thenComparingInt(Group::example));
      return all;
    }
  }
}
