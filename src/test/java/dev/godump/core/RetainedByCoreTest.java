package dev.godump.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.BytesSource;
import dev.godump.dump.RealDump;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.dominators.DominatorTree;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares what is live and what it retains in a core file and in the dump of the process. */
class RetainedByCoreTest {
  /** Threads and what leads to them, which may change between the dump and the core file. */
  private static final int MOVED = 3;

  @ParameterizedTest
  @MethodSource("dev.godump.core.ProcessDumpTest#releases")
  void objects_are_live_and_retain_as_in_the_dump(String release) throws IOException {
    HeapGraph dump = RealDump.of("cores/" + release + "/pair").graph();
    HeapGraph core =
        GraphLoader.load(new BytesSource(new RealCore(release).convertedBytes()), position -> {});
    Map<Long, Long> expected = retained(dump);
    Map<Long, Long> found = retained(core);
    assertThat(expected).hasSizeGreaterThan(1000);
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    found.entrySet().removeAll(expected.entrySet());
    assertThat(found).hasSizeLessThanOrEqualTo(MOVED);
  }

  /** Returns what each live object retains, by address, without those that only cleanups reach. */
  private static Map<Long, Long> retained(HeapGraph graph) {
    DominatorTree tree = DominatorTree.of(graph);
    Map<Long, Long> retained = new TreeMap<>();
    reachedWithoutCleanups(graph).stream()
        .forEach(o -> retained.put(graph.objects().address(o), tree.retainedByObject(o)));
    return retained;
  }

  /** Only a core file has records of cleanups, as other roots. */
  private static BitSet reachedWithoutCleanups(HeapGraph graph) {
    BitSet reached = new BitSet();
    IntArrayList pending = new IntArrayList();
    for (int root = 0; root < graph.roots().count(); root++) {
      if (graph.roots().kind(root) != RootKind.OTHER) {
        pending.add(graph.roots().target(root));
      }
    }
    while (!pending.isEmpty()) {
      int object = pending.popInt();
      if (!reached.get(object)) {
        reached.set(object);
        Edges edges = graph.edges();
        for (long e = edges.first(object); e != Edges.NONE; e = edges.next(e)) {
          pending.add(edges.target(e));
        }
      }
    }
    return reached;
  }
}
