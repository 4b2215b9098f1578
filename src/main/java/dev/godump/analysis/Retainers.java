package dev.godump.analysis;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.PriorityQueue;

/**
 * What keeps one object alive.
 *
 * @param target the object
 * @param distance edges on the shortest path from a root; empty for garbage, and if no path avoids what
 *     is excluded
 * @param paths shortest first, each with another last step before the object
 * @param morePaths how many further last steps lead to the object from a root
 * @param roots the roots that point at the object itself
 * @param referrers the objects that point at it, in address order
 * @param rootKinds how many roots of each kind lead to it over any path
 */
public record Retainers(
    int target,
    OptionalInt distance,
    List<Path> paths,
    int morePaths,
    List<Integer> roots,
    List<Referrer> referrers,
    Map<RootKind, Integer> rootKinds) {

  /** Steps of a path that are found at once; those of a longer one when they are looked at. */
  private static final int SHORT = 1000;

  /**
   * A path from a root to the object.
   *
   * @param root its number
   * @param steps the objects on the way, the target last; there can be millions, so some are found when
   *     they are looked at
   */
  public record Path(int root, List<Step> steps) {}

  /**
   * An object on a path.
   *
   * @param object its id
   * @param offset of the pointer that led here in the step before (the root for the first: -1)
   * @param inside how far inside the object that pointer points
   */
  public record Step(int object, long offset, long inside) {}

  /**
   * An object that points at another.
   *
   * @param object its id
   * @param live whether it is reachable itself
   * @param fields its pointers to the other object
   * @param again whether the tree stops here because the object is in it elsewhere
   * @param referrers what points at it, as deep as was asked for
   */
  public record Referrer(
      int object, boolean live, List<PointerFields.Field> fields, Again again, List<Referrer> referrers) {}

  /** Why the tree of referrers doesn't go on at an object. */
  public enum Again {
    /** It does, or there is no more, or the depth is reached. */
    NO,
    /** The object stands between here and the target: a cycle. */
    CYCLE,
    /** What points at the object is shown further up. */
    SHOWN
  }

  /**
   * How a path arrives: by a root ({@code object} is -1) or by a referrer.
   *
   * @param exact whether that is the distance; else it is no less
   */
  private record LastStep(int root, int object, int distance, boolean exact) {}

  /**
   * Finds them.
   *
   * @param exclusions what paths don't go through; roots, referrers and kinds of roots are all shown
   * @param maxPaths how many paths to show
   * @param depth levels of referrers, at least 1
   */
  public static Retainers of(Heap heap, Exclusions exclusions, int target, int maxPaths, int depth)
      throws IOException {
    HeapGraph graph = heap.graph();
    ShortestPaths search = heap.pathsAround(target, exclusions);
    IntArrayList roots = graph.roots().of(target);
    PriorityQueue<LastStep> lastSteps = lastSteps(graph, search, exclusions, target, roots);
    int allSteps = lastSteps.size();
    FieldsTo fields = new FieldsTo(graph, target);
    List<Path> paths = new ArrayList<>();
    for (LastStep last : nearest(lastSteps, search, maxPaths)) {
      paths.add(path(fields, search, last));
    }
    return new Retainers(
        target,
        search.seen(target) ? OptionalInt.of(search.distance(target)) : OptionalInt.empty(),
        List.copyOf(paths),
        allSteps - paths.size(),
        List.copyOf(roots),
        new ReferrerTree(fields, heap.tree()).of(target, depth),
        heap.rootKinds(target));
  }

  private static PriorityQueue<LastStep> lastSteps(
      HeapGraph graph, ShortestPaths search, Exclusions exclusions, int target, IntArrayList roots) {
    PriorityQueue<LastStep> steps =
        new PriorityQueue<>(
            Comparator.comparingInt(LastStep::distance)
                .thenComparingInt(LastStep::object)
                .thenComparing(step -> step.root >= 0 && !graph.roots().isGlobal(step.root))
                .thenComparingInt(LastStep::root));
    roots.intStream().filter(root -> !exclusions.root(root)).forEach(root -> steps.add(new LastStep(root, -1, 1, true)));
    distinctSources(graph, target)
        .forEach(
            source -> {
              if (source != target && search.seen(source) && !exclusions.object(source)) {
                steps.add(new LastStep(-1, source, search.distanceAtLeast(source) + 1, false));
              }
            });
    return steps;
  }

  /** The first of all steps by distance; only of those that may be among them is it looked for. */
  private static List<LastStep> nearest(PriorityQueue<LastStep> steps, ShortestPaths search, int wanted) {
    List<LastStep> nearest = new ArrayList<>();
    while (nearest.size() < wanted && !steps.isEmpty()) {
      LastStep next = steps.remove();
      if (next.exact) {
        nearest.add(next);
      } else {
        steps.add(new LastStep(next.root, next.object, search.distance(next.object) + 1, true));
      }
    }
    return nearest;
  }

  private static IntLinkedOpenHashSet distinctSources(HeapGraph graph, int target) {
    IntLinkedOpenHashSet sources = new IntLinkedOpenHashSet();
    graph.referrers().forEach(target, sources::add);
    return sources;
  }

  /** The shortest path to an object that a search has seen. */
  static Path shortest(HeapGraph graph, ShortestPaths search, int target) throws IOException {
    IntList objects = search.path(target);
    return path(new FieldsTo(graph, target), search.root(objects.getInt(0)), objects);
  }

  private static Path path(FieldsTo fields, ShortestPaths search, LastStep last) throws IOException {
    IntArrayList end = IntArrayList.of(fields.target);
    IntList objects = last.object < 0 ? end : KnownPaths.joined(search.path(last.object), end);
    int root = last.object < 0 ? last.root : search.root(objects.getInt(0));
    return path(fields, root, objects);
  }

  private static Path path(FieldsTo fields, int root, IntList objects) {
    Steps steps = new Steps(fields, root, objects);
    return new Path(root, objects.size() <= SHORT ? List.copyOf(steps) : steps);
  }

  /** The steps of a path, found when they are looked at, which takes a look into the dump. */
  private static final class Steps extends AbstractList<Step> {
    private final FieldsTo fields;
    private final int root;
    private final IntList objects;

    Steps(FieldsTo fields, int root, IntList objects) {
      this.fields = fields;
      this.root = root;
      this.objects = objects;
    }

    @Override
    public Step get(int index) {
      HeapGraph graph = fields.graph;
      int to = objects.getInt(index);
      if (index == 0) {
        return new Step(to, -1, graph.roots().value(root) - graph.objects().address(to));
      }
      try {
        int from = objects.getInt(index - 1);
        PointerFields.Field field = to == fields.target ? fields.from(from).get(0) : PointerFields.first(graph, from, to);
        return new Step(to, field.offset(), field.value() - graph.objects().address(to));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public int size() {
      return objects.size();
    }
  }

  /** Fields that lead to the target: looked for once in each object, which can have millions. */
  private static final class FieldsTo {
    private final HeapGraph graph;
    private final int target;
    private final Int2ObjectOpenHashMap<List<PointerFields.Field>> found = new Int2ObjectOpenHashMap<>();

    FieldsTo(HeapGraph graph, int target) {
      this.graph = graph;
      this.target = target;
    }

    List<PointerFields.Field> from(int source) throws IOException {
      List<PointerFields.Field> fields = found.get(source);
      if (fields == null) {
        fields = PointerFields.between(graph, source, target);
        found.put(source, fields);
      }
      return fields;
    }
  }

  /** The tree of referrers; an object's own are looked for once, so that it is never larger than the heap. */
  private static final class ReferrerTree {
    private final FieldsTo fields;
    private final HeapGraph graph;
    private final DominatorTree tree;
    private final IntOpenHashSet below = new IntOpenHashSet();
    private final IntOpenHashSet expanded = new IntOpenHashSet();

    ReferrerTree(FieldsTo fields, DominatorTree tree) {
      this.fields = fields;
      this.graph = fields.graph;
      this.tree = tree;
    }

    List<Referrer> of(int target, int depth) throws IOException {
      below.add(target);
      expanded.add(target);
      List<Referrer> referrers = new ArrayList<>();
      for (int source : distinctSources(graph, target)) {
        Again again =
            below.contains(source) ? Again.CYCLE : expanded.contains(source) ? Again.SHOWN : Again.NO;
        List<Referrer> further = again == Again.NO && depth > 1 ? of(source, depth - 1) : List.of();
        referrers.add(
            new Referrer(source, tree.live(source), between(source, target), again, further));
      }
      below.remove(target);
      return List.copyOf(referrers);
    }

    private List<PointerFields.Field> between(int source, int target) throws IOException {
      return target == fields.target ? fields.from(source) : PointerFields.between(graph, source, target);
    }
  }
}
