package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.heap.Heap;
import dev.godump.heap.paths.DistancePaths;
import dev.godump.heap.paths.Exclusions;
import dev.godump.heap.paths.ProgramFirstHops;
import dev.godump.heap.paths.RuntimeReferrers;
import dev.godump.heap.paths.ShortestPaths;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.ints.IntLists;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractCollection;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;

/**
 * What keeps one object alive.
 *
 * @param target the object
 * @param distance edges on the shortest path from a root; empty for garbage, and if the exclusions
 *     leave no path
 * @param paths shortest first, each with a different last pointer to the object
 * @param morePaths number of other last pointers to the object that a root reaches
 * @param roots ids of the roots that point at the object itself
 * @param referrers the objects that point at it in address order, but those of the runtime last;
 *     there can be millions, so the iterator reads them
 * @param rootKinds number of roots by kind that reach it over any path
 */
public record Retainers(
    int target,
    OptionalInt distance,
    List<Path> paths,
    int morePaths,
    IntList roots,
    Collection<Referrer> referrers,
    Map<RootKind, Integer> rootKinds) {

  /** The steps of longer paths are read when they are accessed. */
  private static final int MAX_EAGER_STEPS = 1000;

  /**
   * A path from a root to the object.
   *
   * @param root its id
   * @param steps the objects on the path, the target last; there can be millions, so those of a
   *     long path are read when they are accessed
   */
  public record Path(int root, List<Step> steps) {}

  /**
   * An object on a path.
   *
   * @param object its id
   * @param pointerOffset of the pointer to it in the previous object; {@link #NO_POINTER} for the
   *     first, which a root points at
   * @param interiorOffset offset in this object that the pointer points at
   */
  public record Step(int object, long pointerOffset, long interiorOffset) {
    public static final int NO_POINTER = -1;
  }

  /**
   * An object that points at another.
   *
   * @param object its id
   * @param part the object with the pointers: a part of the map that the object is the header of,
   *     or the object itself
   * @param fields the pointers of the part to the other object
   * @param repetition whether the tree stops here because it has the object elsewhere
   * @param referrers the objects that point at it, up to the requested depth
   */
  public record Referrer(
      int object,
      int part,
      PointerFields fields,
      Repetition repetition,
      List<Referrer> referrers) {}

  /** Why the tree of referrers stops at an object. */
  public enum Repetition {
    /** It doesn't stop, or the object has no referrers, or the depth is reached. */
    NONE,
    /** The object is on the way from here to the target: a cycle. */
    CYCLE,
    /** The referrers of the object are shown above. */
    SHOWN_ABOVE
  }

  /**
   * Finds what keeps an object alive.
   *
   * @param exclusions what paths avoid; roots, referrers and kinds of roots are all shown
   * @param maxPaths most paths to return
   * @param depth levels of referrers, at least 1
   * @param wholeMaps whether referrers inside maps are the headers of these maps
   */
  public static Retainers of(
      Heap heap, Exclusions exclusions, int target, int maxPaths, int depth, boolean wholeMaps)
      throws IOException {
    HeapGraph graph = heap.graph();
    ShortestPaths search = heap.pathsAround(target, exclusions);
    RuntimeReferrers runtime = new RuntimeReferrers(graph, heap.types());
    IntArrayList roots = RuntimeReferrers.last(graph.roots().rootsOf(target), runtime::isRoot);
    IntArrayList sources =
        RuntimeReferrers.last(graph.distinctReferrers(target), runtime::isObject);
    WholeMaps maps = new WholeMaps(graph, heap.types());
    ProgramFirstHops lastHops =
        new ProgramFirstHops(
            search, exclusions, target, roots, sources, runtime::isRoot, runtime::isObject);
    List<Path> paths = new ArrayList<>();
    while (paths.size() < maxPaths && lastHops.remaining() > 0) {
      int lastHop = lastHops.next();
      paths.add(
          lastHop < 0
              ? path(graph, ~lastHop, IntArrayList.of(target))
              : pathOver(graph, search, lastHop, target));
    }
    return new Retainers(
        target,
        search.hasPath(target) ? OptionalInt.of(search.distanceTo(target)) : OptionalInt.empty(),
        List.copyOf(paths),
        lastHops.remaining(),
        IntLists.unmodifiable(roots),
        new LazyReferrers(
            graph,
            target,
            sources,
            depth,
            wholeMaps ? maps::headerOf : IntUnaryOperator.identity()),
        heap.rootKinds(target));
  }

  private static Path pathOver(HeapGraph graph, ShortestPaths search, int lastHop, int target) {
    IntList objects = DistancePaths.concat(search.pathTo(lastHop), IntArrayList.of(target));
    return path(graph, search.rootOf(objects.getInt(0)), objects);
  }

  /** Returns the shortest path to an object that a search has seen. */
  public static Path shortestPath(HeapGraph graph, ShortestPaths search, int target) {
    IntList objects = search.pathTo(target);
    return path(graph, search.rootOf(objects.getInt(0)), objects);
  }

  private static Path path(HeapGraph graph, int root, IntList objects) {
    LazySteps steps = new LazySteps(graph, root, objects);
    return new Path(root, objects.size() <= MAX_EAGER_STEPS ? List.copyOf(steps) : steps);
  }

  /** The steps of a path, read from the dump when they are accessed. */
  private static final class LazySteps extends AbstractList<Step> {
    private final HeapGraph graph;
    private final int root;
    private final IntList objects;

    LazySteps(HeapGraph graph, int root, IntList objects) {
      this.graph = graph;
      this.root = root;
      this.objects = objects;
    }

    @Override
    public Step get(int index) {
      int to = objects.getInt(index);
      if (index == 0) {
        return new Step(
            to, Step.NO_POINTER, graph.roots().value(root) - graph.objects().address(to));
      }
      try {
        PointerFields.Pointer field =
            PointerFields.firstOfPair(graph, objects.getInt(index - 1), to);
        return new Step(to, field.offset(), field.address() - graph.objects().address(to));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public int size() {
      return objects.size();
    }
  }

  /** The objects that point at the target with their own referrers, read on iteration. */
  private static final class LazyReferrers extends AbstractCollection<Referrer> {
    private final HeapGraph graph;
    private final int target;
    private final IntArrayList sources;
    private final int depth;
    private final IntUnaryOperator wholeOf;

    LazyReferrers(
        HeapGraph graph, int target, IntArrayList sources, int depth, IntUnaryOperator wholeOf) {
      this.wholeOf = wholeOf;
      this.graph = graph;
      this.target = target;
      this.sources = sources;
      this.depth = depth;
    }

    /**
     * Reads the referrers one by one; throws {@link UncheckedIOException} if the dump can't be
     * read.
     */
    @Override
    public Iterator<Referrer> iterator() {
      ReferrerTree trees = new ReferrerTree(graph, target, wholeOf);
      return sources
          .intStream()
          .mapToObj(source -> trees.referrer(source, target, depth))
          .iterator();
    }

    @Override
    public int size() {
      return sources.size();
    }
  }

  /**
   * Builds the tree of referrers. The referrers of an object are listed once, so the tree is never
   * larger than the heap.
   */
  private static final class ReferrerTree {
    private final HeapGraph graph;
    private final IntOpenHashSet ancestors = new IntOpenHashSet();
    private final IntOpenHashSet expanded = new IntOpenHashSet();
    private final IntUnaryOperator wholeOf;

    ReferrerTree(HeapGraph graph, int target, IntUnaryOperator wholeOf) {
      this.wholeOf = wholeOf;
      this.graph = graph;
      ancestors.add(target);
      expanded.add(target);
    }

    Referrer referrer(int part, int target, int depth) {
      int source = wholeOf.applyAsInt(part);
      Repetition repetition =
          ancestors.contains(source)
              ? Repetition.CYCLE
              : expanded.contains(source) ? Repetition.SHOWN_ABOVE : Repetition.NONE;
      List<Referrer> further =
          repetition == Repetition.NONE && depth > 1 ? referrersOf(source, depth - 1) : List.of();
      try {
        return new Referrer(
            source, part, PointerFields.ofPair(graph, part, target), repetition, further);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private List<Referrer> referrersOf(int target, int depth) {
      ancestors.add(target);
      expanded.add(target);
      List<Referrer> referrers = new ArrayList<>();
      for (int source : graph.distinctReferrers(target)) {
        if (source == target || wholeOf.applyAsInt(source) != target) {
          referrers.add(referrer(source, target, depth));
        }
      }
      ancestors.remove(target);
      return List.copyOf(referrers);
    }
  }
}
