package dev.godump.analysis;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

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

  /**
   * A path from a root to the object.
   *
   * @param root its number
   * @param steps the objects on the way, the target last
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

  /** How a path arrives: by a root ({@code object} is -1) or by a referrer. */
  private record LastStep(int root, int object, int distance) {}

  /**
   * Finds them.
   *
   * @param tree tells what is live
   * @param exclusions what paths don't go through; roots, referrers and kinds of roots are all shown
   * @param maxPaths how many paths to show
   * @param depth levels of referrers, at least 1
   */
  public static Retainers of(
      HeapGraph graph, DominatorTree tree, Exclusions exclusions, int target, int maxPaths, int depth)
      throws IOException {
    Edges reversed = graph.edges().reversed(graph.objects().count());
    RootPaths search = RootPaths.around(graph, target, exclusions);
    IntArrayList roots = graph.roots().of(target);
    List<LastStep> lastSteps = lastSteps(search, exclusions, reversed, target, roots);
    List<Path> paths = new ArrayList<>();
    for (LastStep last : lastSteps.subList(0, Math.min(maxPaths, lastSteps.size()))) {
      paths.add(path(graph, search, target, last));
    }
    return new Retainers(
        target,
        search.seen(target) ? OptionalInt.of(search.distance(target)) : OptionalInt.empty(),
        List.copyOf(paths),
        lastSteps.size() - paths.size(),
        List.copyOf(roots),
        new ReferrerTree(graph, tree, reversed).of(target, depth),
        rootKinds(graph, reversed, target));
  }

  private static List<LastStep> lastSteps(
      RootPaths search, Exclusions exclusions, Edges reversed, int target, IntArrayList roots) {
    List<LastStep> steps = new ArrayList<>();
    roots.intStream().filter(root -> !exclusions.root(root)).forEach(root -> steps.add(new LastStep(root, -1, 1)));
    distinctSources(reversed, target)
        .forEach(
            source -> {
              if (source != target && search.seen(source) && !exclusions.object(source)) {
                steps.add(new LastStep(-1, source, search.distance(source) + 1));
              }
            });
    steps.sort(
        Comparator.comparingInt(LastStep::distance)
            .thenComparingInt(LastStep::object)
            .thenComparingInt(LastStep::root));
    return steps;
  }

  private static IntLinkedOpenHashSet distinctSources(Edges reversed, int target) {
    IntLinkedOpenHashSet sources = new IntLinkedOpenHashSet();
    for (long e = reversed.first(target); e >= 0; e = reversed.next(e)) {
      sources.add(reversed.target(e));
    }
    return sources;
  }

  /** The shortest path to an object that a search has seen. */
  static Path shortest(HeapGraph graph, RootPaths search, int target) throws IOException {
    IntArrayList objects = search.path(target);
    return path(graph, search.root(objects.getInt(0)), objects);
  }

  private static Path path(HeapGraph graph, RootPaths search, int target, LastStep last)
      throws IOException {
    IntArrayList objects = last.object < 0 ? new IntArrayList() : search.path(last.object);
    objects.add(target);
    int root = last.object < 0 ? last.root : search.root(objects.getInt(0));
    return path(graph, root, objects);
  }

  private static Path path(HeapGraph graph, int root, IntArrayList objects) throws IOException {
    List<Step> steps = new ArrayList<>();
    int first = objects.getInt(0);
    steps.add(new Step(first, -1, graph.roots().value(root) - graph.objects().address(first)));
    for (int i = 1; i < objects.size(); i++) {
      int from = objects.getInt(i - 1);
      int to = objects.getInt(i);
      PointerFields.Field field = PointerFields.between(graph, from, to).get(0);
      steps.add(new Step(to, field.offset(), field.value() - graph.objects().address(to)));
    }
    return new Path(root, List.copyOf(steps));
  }

  /** The tree of referrers; an object's own are looked for once, so that it is never larger than the heap. */
  private static final class ReferrerTree {
    private final HeapGraph graph;
    private final DominatorTree tree;
    private final Edges reversed;
    private final IntOpenHashSet below = new IntOpenHashSet();
    private final IntOpenHashSet expanded = new IntOpenHashSet();

    ReferrerTree(HeapGraph graph, DominatorTree tree, Edges reversed) {
      this.graph = graph;
      this.tree = tree;
      this.reversed = reversed;
    }

    List<Referrer> of(int target, int depth) throws IOException {
      below.add(target);
      expanded.add(target);
      List<Referrer> referrers = new ArrayList<>();
      for (int source : distinctSources(reversed, target)) {
        Again again =
            below.contains(source) ? Again.CYCLE : expanded.contains(source) ? Again.SHOWN : Again.NO;
        List<Referrer> further = again == Again.NO && depth > 1 ? of(source, depth - 1) : List.of();
        referrers.add(
            new Referrer(source, tree.live(source), PointerFields.between(graph, source, target), again, further));
      }
      below.remove(target);
      return List.copyOf(referrers);
    }
  }

  /** Walks back from the target over everything that leads to it. */
  private static Map<RootKind, Integer> rootKinds(HeapGraph graph, Edges reversed, int target) {
    long[] leads = new long[(graph.objects().count() + 63) >>> 6];
    IntArrayList todo = new IntArrayList(new int[] {target});
    leads[target >>> 6] |= 1L << target;
    while (!todo.isEmpty()) {
      int id = todo.popInt();
      for (long e = reversed.first(id); e >= 0; e = reversed.next(e)) {
        int source = reversed.target(e);
        if ((leads[source >>> 6] & 1L << source) == 0) {
          leads[source >>> 6] |= 1L << source;
          todo.add(source);
        }
      }
    }
    Map<RootKind, Integer> kinds = new EnumMap<>(RootKind.class);
    Roots roots = graph.roots();
    for (int root = 0; root < roots.count(); root++) {
      int id = roots.target(root);
      if ((leads[id >>> 6] & 1L << id) != 0) {
        kinds.merge(roots.kind(root), 1, Integer::sum);
      }
    }
    return kinds;
  }
}
