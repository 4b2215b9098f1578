package dev.godump.analysis.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.file.Executables;
import dev.godump.dump.RealDump;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.HeapTypes;
import dev.godump.types.inference.TypeInference;
import dev.godump.types.program.ExecutableMatch;
import dev.godump.types.program.Program;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the bytes of all findings against what plain marking reaches without each of them. */
class DisjointCandidatesTest {
  /** Percentages of the live heap that a finding retains at least. */
  private static final double[] THRESHOLDS = {2, 10};

  static List<RealDump> dumps() throws IOException {
    List<RealDump> dumps = new ArrayList<>(RealDump.below("leaks", 2));
    RealDump.ofPrograms().stream()
        .filter(dump -> dump.toString().matches(".*/leak_\\w+"))
        .forEach(dumps::add);
    return dumps;
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void no_two_findings_of_a_real_dump_count_one_byte(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      DominatorTree tree = DominatorTree.of(graph);
      check(
          new SearchedHeap(
              graph, TypeInference.infer(graph).types(), tree, Optional.empty(), IntList.of()));
      Path file = executable(dump);
      if (Files.exists(file)) {
        try (Program read = Program.of(Executables.open(file.toString()))) {
          Program program = read.withSlide(ExecutableMatch.of(graph.process(), read).slide());
          HeapTypes types = TypeInference.infer(graph, Optional.of(program)).types();
          check(new SearchedHeap(graph, types, tree, Optional.empty(), IntList.of()));
        }
      }
    }
  }

  private static Path executable(RealDump dump) {
    Path ofAll = dump.file().resolveSibling("program.zst");
    String name = dump.file().getFileName().toString().replace(".dump.gz", ".program.zst");
    return Files.exists(ofAll) ? ofAll : dump.file().resolveSibling(name);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void no_two_findings_of_random_heaps_count_one_byte(int seed) throws IOException {
    Random random = new Random(seed);
    int overlaps = 0;
    for (int i = 0; i < 100; i++) {
      try (HeapGraph graph = TinyHeap.graph(randomHeap(random))) {
        HeapTypes types = TypeInference.infer(graph).types();
        overlaps +=
            check(
                    new SearchedHeap(
                        graph, types, DominatorTree.of(graph), Optional.empty(), IntList.of()))
                ? 1
                : 0;
      }
    }
    assertThat(overlaps).isPositive();
  }

  /** Holders, items of a few sizes that several of them may point at, and what these hold. */
  private static String randomHeap(Random random) {
    StringBuilder text = new StringBuilder("root -> h0, root -> h1");
    int items = 10 + random.nextInt(60);
    int holders = 2 + random.nextInt(6);
    for (int i = 0; i < items; i++) {
      String item = "i" + i;
      text.append(", ").append(item).append(':').append(64 << random.nextInt(3));
      for (int arrow = random.nextInt(3); arrow >= 0; arrow--) {
        String from = random.nextInt(4) > 0 ? "h" + random.nextInt(holders) : other(random, items);
        text.append(", ").append(from).append(" -> ").append(item);
      }
      if (random.nextBoolean()) {
        text.append(", ").append(item).append(" -> d").append(random.nextInt(items));
      }
    }
    for (int i = 2; i < holders; i++) {
      text.append(random.nextBoolean() ? ", root -> h" : ", h0 -> h").append(i);
    }
    for (int i = 0; i < holders; i++) {
      text.append(", h").append(i).append(":1024");
    }
    return text.toString();
  }

  private static String other(Random random, int items) {
    return "i" + random.nextInt(items);
  }

  @Test
  void a_group_loses_the_members_that_another_group_keeps_alive() throws IOException {
    SearchedHeap heap = tiny("root -> a1, root -> b1, root -> c1, a1 -> x1, b1 -> x1, c1 -> y1");
    LeakCandidate both = group(heap, 3, 4);
    LeakCandidate owners = group(heap, 0, 1);
    assertThat(separated(heap, both, owners))
        .extracting(LeakCandidate::nodes)
        .containsExactly(owners.nodes(), IntList.of(heap.tree.node(4)));
  }

  private static SearchedHeap tiny(String text) throws IOException {
    HeapGraph graph = TinyHeap.graph(text);
    return new SearchedHeap(
        graph,
        TypeInference.infer(graph).types(),
        DominatorTree.of(graph),
        Optional.empty(),
        IntList.of());
  }

  private static LeakCandidate group(SearchedHeap heap, int... objects) {
    IntArrayList nodes = new IntArrayList();
    for (int object : objects) {
      nodes.add(heap.tree.node(object));
    }
    long bytes = new UnionRetention(heap).of(nodes).total().bytes();
    return new LeakCandidate(
        LeakSuspect.Kind.GROUP, nodes, bytes, Optional.empty(), Optional.empty());
  }

  private static List<LeakCandidate> separated(SearchedHeap heap, LeakCandidate... found) {
    return new DisjointCandidates(heap, new UnionRetention(heap), 1).of(List.of(found));
  }

  /** Checks a heap's findings; returns whether some had to be separated. */
  private static boolean check(SearchedHeap heap) throws IOException {
    boolean separated = false;
    for (double percent : THRESHOLDS) {
      long threshold = (long) Math.max(64, heap.tree.liveBytes() * percent / 100);
      UnionRetention union = new UnionRetention(heap);
      DisjointCandidates disjoint = new DisjointCandidates(heap, union, threshold);
      List<LeakCandidate> found = new TopLevelSearch(heap, union, threshold).candidates();
      List<LeakCandidate> candidates = disjoint.of(found);
      separated |= !candidates.containsAll(found);
      List<BitSet> freed = new ArrayList<>();
      BitSet counted = new BitSet();
      for (int i = 0; i < candidates.size(); i++) {
        LeakCandidate candidate = candidates.get(i);
        BitSet objects = live(heap, IntList.of());
        objects.andNot(live(heap, candidate.nodes()));
        assertThat(candidate.retained()).as("%s", candidate).isEqualTo(bytes(heap, objects));
        int holder = disjoint.holder(candidates, i);
        if (holder >= 0) {
          BitSet outside = (BitSet) objects.clone();
          outside.andNot(freed.get(holder));
          assertThat(outside.isEmpty()).as("%s within %s", candidate, holder).isTrue();
        } else {
          assertThat(counted.intersects(objects)).as("%s overlaps", candidate).isFalse();
          counted.or(objects);
        }
        freed.add(objects);
      }
      assertThat(bytes(heap, counted)).isLessThanOrEqualTo(heap.tree.liveBytes());
    }
    return separated;
  }

  private static long bytes(SearchedHeap heap, BitSet objects) {
    return objects.stream().mapToLong(heap.graph.objects()::size).sum();
  }

  /** The objects that recorded roots reach without some nodes. */
  private static BitSet live(SearchedHeap heap, IntList without) {
    HeapGraph graph = heap.graph;
    IntOpenHashSet gone = new IntOpenHashSet();
    IntOpenHashSet roots = new IntOpenHashSet();
    IntOpenHashSet cleared = new IntOpenHashSet();
    for (int node : without) {
      if (heap.tree.object(node) == ObjectTable.NONE) {
        cut(heap.tree.owners(), heap.tree.owner(node), gone, roots, cleared);
      } else {
        gone.add(heap.tree.object(node));
      }
    }
    BitSet seen = new BitSet();
    IntArrayList pending = new IntArrayList();
    for (int root = 0; root < graph.roots().count(); root++) {
      if (!roots.contains(root)) {
        pending.add(graph.roots().target(root));
      }
    }
    while (!pending.isEmpty()) {
      int object = pending.popInt();
      if (!seen.get(object) && !gone.contains(object)) {
        seen.set(object);
        if (!cleared.contains(object)) {
          graph.edges().forEach(object, pending::add);
        }
      }
    }
    return seen;
  }

  /** What goes with an owner: its roots and, with a goroutine, its waits and its g's pointers. */
  private static void cut(
      RootOwners owners,
      int id,
      IntOpenHashSet gone,
      IntOpenHashSet roots,
      IntOpenHashSet cleared) {
    RootOwners.Owner owner = owners.get(id);
    roots.addAll(owner.roots());
    if (owner.kind() == RootOwners.Kind.GOROUTINE) {
      cleared.add(owners.goroutineObjects().g(owner.index()));
      gone.addAll(owners.goroutineObjects().waitRecords(owner.index()));
    }
    owner.children().forEach(child -> cut(owners, child, gone, roots, cleared));
  }
}
