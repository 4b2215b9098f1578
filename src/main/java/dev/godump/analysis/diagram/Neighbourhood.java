package dev.godump.analysis.diagram;

import dev.godump.analysis.diagram.HeapDiagram.Edge;
import dev.godump.analysis.diagram.HeapDiagram.Node;
import dev.godump.format.ObjectRecord;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.LargestNodes;
import dev.godump.heap.roots.RootLabel;
import dev.godump.types.program.RootNames;
import it.unimi.dsi.fastutil.ints.Int2IntLinkedOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The objects around one as a diagram: what points at it and what it points at, some levels far.
 * Where there are too many, those that retain most are shown.
 */
public final class Neighbourhood {
  /** Roots that are shown of one object. */
  private static final int MOST_ROOTS = 3;

  /** Offsets that are told of one edge. */
  private static final int MOST_OFFSETS = 3;

  private final HeapGraph graph;
  private final DominatorTree tree;
  private final Optional<RootNames> names;
  private final Int2IntLinkedOpenHashMap places = new Int2IntLinkedOpenHashMap();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();

  private Neighbourhood(Heap heap) throws IOException {
    this.graph = heap.graph();
    this.tree = heap.tree();
    this.names = heap.types().rootNames();
    places.defaultReturnValue(-1);
  }

  /**
   * Looks around an object.
   *
   * @param up levels of what points at it
   * @param down levels of what it points at
   * @param most how many objects and roots to show at most, at least 4; a quarter is kept for roots
   */
  public static HeapDiagram of(Heap heap, int object, int up, int down, int most)
      throws IOException {
    Neighbourhood around = new Neighbourhood(heap);
    around.places.put(object, 0);
    around.collect(object, up, down, most - most / 4);
    around.draw(object, most);
    String title = "what is around 0x" + Long.toHexString(heap.graph().objects().address(object));
    return new HeapDiagram(title, around.nodes, around.edges, 0, 0);
  }

  /** Levels take turns, each with a like part of the room that is left. */
  private void collect(int object, int up, int down, int most) {
    IntList above = IntList.of(object);
    IntList below = IntList.of(object);
    int levels = up + down;
    for (int level = 1; level <= Math.max(up, down); level++) {
      if (level <= up) {
        above = add(referrers(above), (most - places.size()) / levels--);
      }
      if (level <= down) {
        below = add(targets(below), (most - places.size()) / levels--);
      }
    }
  }

  private IntList add(BitSet candidates, int room) {
    LargestNodes largest = new LargestNodes(tree, room);
    IntArrayList garbage = new IntArrayList();
    for (int id = candidates.nextSetBit(0); id >= 0; id = candidates.nextSetBit(id + 1)) {
      if (tree.isLive(id)) {
        largest.add(tree.node(id));
      } else if (garbage.size() < room) {
        garbage.add(id);
      }
    }
    IntArrayList added = new IntArrayList();
    for (int node : largest.nodes()) {
      added.add(tree.object(node));
    }
    added.addAll(garbage.subList(0, Math.min(garbage.size(), room - added.size())));
    added.forEach((int id) -> places.put(id, places.size()));
    return added;
  }

  /** Objects that aren't shown yet and point at any of some. */
  private BitSet referrers(IntList of) {
    BitSet wanted = new BitSet(graph.objects().count());
    of.forEach(wanted::set);
    BitSet found = new BitSet(graph.objects().count());
    IntStream.range(0, graph.objects().count())
        .parallel()
        .filter(id -> pointsAt(id, wanted))
        .filter(id -> !places.containsKey(id))
        .sequential()
        .forEach(found::set);
    return found;
  }

  private boolean pointsAt(int id, BitSet wanted) {
    Edges pointers = graph.edges();
    for (long e = pointers.first(id); e >= 0; e = pointers.next(e)) {
      if (wanted.get(pointers.target(e))) {
        return true;
      }
    }
    return false;
  }

  /** Objects that aren't shown yet and that any of some points at. */
  private BitSet targets(IntList of) {
    Edges pointers = graph.edges();
    BitSet found = new BitSet(graph.objects().count());
    for (int id : of) {
      for (long e = pointers.first(id); e >= 0; e = pointers.next(e)) {
        if (!places.containsKey(pointers.target(e))) {
          found.set(pointers.target(e));
        }
      }
    }
    return found;
  }

  private void draw(int asked, int most) throws IOException {
    long[] above = hiddenAbove();
    int[] rootsShown = new int[places.size()];
    int room = most - places.size();
    for (int id : places.keySet()) {
      int all = graph.roots().of(id).size();
      int shown = Math.min(room, Math.min(MOST_ROOTS, all));
      rootsShown[places.get(id)] = shown;
      room -= shown;
      long more = above[places.get(id)] + all - shown;
      int below = targets(IntList.of(id)).cardinality();
      nodes.add(new Node(id, "", id == asked, tree.retainedByObject(id), more, below, 0));
    }
    for (int id : places.keySet()) {
      pointers(id);
      roots(id, rootsShown[places.get(id)]);
    }
  }

  /** Of each object shown, how many point at it that aren't. */
  private long[] hiddenAbove() {
    BitSet shown = new BitSet(graph.objects().count());
    places.keySet().forEach(shown::set);
    long[] above = new long[places.size()];
    BitSet hidden = referrers(new IntArrayList(places.keySet()));
    for (int id = hidden.nextSetBit(0); id >= 0; id = hidden.nextSetBit(id + 1)) {
      BitSet counted = new BitSet();
      for (long e = graph.edges().first(id); e >= 0; e = graph.edges().next(e)) {
        int place = places.get(graph.edges().target(e));
        if (place >= 0 && !counted.get(place)) {
          counted.set(place);
          above[place]++;
        }
      }
    }
    return above;
  }

  private void pointers(int id) throws IOException {
    Map<Integer, List<Long>> offsets = new LinkedHashMap<>();
    Map<Integer, Long> counts = new LinkedHashMap<>();
    ObjectRecord record = graph.record(id);
    for (long offset = record.nextPointer(); offset >= 0; offset = record.nextPointer()) {
      int target = record.holds(offset) ? graph.objects().find(record.word(offset)) : -1;
      int place = target < 0 ? -1 : places.get(target);
      if (place >= 0 && counts.merge(place, 1L, Long::sum) <= MOST_OFFSETS) {
        offsets.computeIfAbsent(place, p -> new ArrayList<>()).add(offset);
      }
    }
    counts.forEach(
        (place, count) -> edges.add(new Edge(places.get(id), place, offsets.get(place), count, 0)));
  }

  private void roots(int id, int shown) {
    graph
        .roots()
        .of(id)
        .intStream()
        .limit(shown)
        .forEach(
            root -> {
              nodes.add(new Node(-1, RootLabel.of(graph, names, root).text(), false, -1, 0, 0, 0));
              edges.add(new Edge(nodes.size() - 1, places.get(id), List.of(), 1, 0));
            });
  }
}
