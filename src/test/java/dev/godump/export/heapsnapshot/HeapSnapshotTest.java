package dev.godump.export.heapsnapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godump.dump.BytesSource;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.RealDump;
import dev.godump.dump.TinyHeap;
import dev.godump.export.ObjectLabels;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.HeapParts;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.dominators.TopRetainers;
import dev.godump.types.inference.TypeInference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads snapshots by their own metadata and counts again; src/bench/devtools/check loads one into
 * DevTools itself.
 */
class HeapSnapshotTest {
  static Stream<RealDump> dumps() throws IOException {
    Stream<RealDump> programs =
        Stream.of("1.19", "1.22", "1.24", "1.27")
            .flatMap(
                go ->
                    Stream.of("leak", "shapes", "finalizers")
                        .map(name -> RealDump.of("go" + go + "/" + name)));
    return Stream.concat(programs, RealDump.below("corpus", 2).stream().filter(RealDump::hasFacts));
  }

  /** A snapshot, read by the names of its fields. */
  private record Snapshot(JsonNode json) {
    static Snapshot of(HeapGraph graph, boolean redact) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ObjectLabels names = new ObjectLabels(graph, TypeInference.infer(graph).types());
      new HeapSnapshot(graph, names, HeapParts.of(Reachability.of(graph)), redact)
          .write(out, position -> {});
      return new Snapshot(new ObjectMapper().readTree(out.toByteArray()));
    }

    private int field(String array, String name) {
      JsonNode fields = json.at("/snapshot/meta/" + array + "_fields");
      for (int i = 0; i < fields.size(); i++) {
        if (fields.get(i).asText().equals(name)) {
          return i;
        }
      }
      throw new AssertionError("no field " + name);
    }

    private int width(String array) {
      return json.at("/snapshot/meta/" + array + "_fields").size();
    }

    int nodes() {
      return json.get("nodes").size() / width("node");
    }

    int edges() {
      return json.get("edges").size() / width("edge");
    }

    long node(int node, String name) {
      return json.get("nodes").get(node * width("node") + field("node", name)).asLong();
    }

    long edge(int edge, String name) {
      return json.get("edges").get(edge * width("edge") + field("edge", name)).asLong();
    }

    int target(int edge) {
      long index = edge(edge, "to_node");
      assertThat(index % width("node")).isZero();
      return (int) (index / width("node"));
    }

    String type(int node) {
      return json.at("/snapshot/meta/node_types/0").get((int) node(node, "type")).asText();
    }

    String name(int node) {
      return string(node(node, "name"));
    }

    String edgeName(int edge) {
      String type = json.at("/snapshot/meta/edge_types/0").get((int) edge(edge, "type")).asText();
      return type.equals("element")
          ? "[" + edge(edge, "name_or_index") + "]"
          : string(edge(edge, "name_or_index"));
    }

    private String string(long number) {
      return json.get("strings").get((int) number).asText();
    }

    /**
     * The index of each node's first edge, computed from the edge counts of the nodes before it.
     */
    int[] firstEdges() {
      int[] first = new int[nodes() + 1];
      for (int node = 0; node < nodes(); node++) {
        first[node + 1] = first[node] + (int) node(node, "edge_count");
      }
      return first;
    }
  }

  private static long reachableBytes(
      Snapshot snapshot, int[] first, int[] targets, long[] sizes, int without) {
    BitSet seen = new BitSet();
    seen.set(without >= 0 ? without : snapshot.nodes());
    Deque<Integer> todo = new ArrayDeque<>(List.of(0));
    long bytes = 0;
    while (!todo.isEmpty()) {
      int node = todo.pop();
      if (!seen.get(node)) {
        seen.set(node);
        bytes += sizes[node];
        for (int edge = first[node]; edge < first[node + 1]; edge++) {
          todo.push(targets[edge]);
        }
      }
    }
    return bytes;
  }

  /** Whether addresses divided by 4 need more than 32 bits to be distinct. */
  private static boolean wide(HeapGraph graph) {
    return graph.objects().address(graph.objects().count() - 1) - graph.objects().address(0)
        >= 1L << 34;
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void counts_and_retained_sizes_are_those_of_the_heap(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      Snapshot snapshot = Snapshot.of(graph, false);
      assertThat(snapshot.json().at("/snapshot/node_count").asInt()).isEqualTo(snapshot.nodes());
      assertThat(snapshot.json().at("/snapshot/edge_count").asInt()).isEqualTo(snapshot.edges());
      int[] first = snapshot.firstEdges();
      assertThat(first[snapshot.nodes()]).isEqualTo(snapshot.edges());
      int[] targets = new int[snapshot.edges()];
      for (int edge = 0; edge < targets.length; edge++) {
        targets[edge] = snapshot.target(edge);
        assertThat(snapshot.edgeName(edge)).isNotEmpty();
      }
      long[] sizes = new long[snapshot.nodes()];
      Map<Long, Integer> byId = new HashMap<>();
      int objects = 0;
      for (int node = 0; node < sizes.length; node++) {
        sizes[node] = snapshot.node(node, "self_size");
        assertThat(snapshot.name(node)).isNotEmpty();
        assertThat(byId.put(snapshot.node(node, "id"), node)).isNull();
        objects += snapshot.type(node).equals("synthetic") ? 0 : 1;
      }
      DominatorTree tree = DominatorTree.of(graph);
      assertThat(objects).isEqualTo(tree.liveObjects());
      long all = reachableBytes(snapshot, first, targets, sizes, -1);
      assertThat(all).isEqualTo(tree.liveBytes());
      for (int id : wide(graph) ? List.<Integer>of() : TopRetainers.objects(tree, 10)) {
        int node = byId.get(graph.objects().address(id) >>> 2 & 0xffffffffL);
        assertThat(sizes[node]).isEqualTo(graph.objects().size(id));
        assertThat(all - reachableBytes(snapshot, first, targets, sizes, node))
            .isEqualTo(tree.retainedByObject(id));
      }
    }
  }

  @Test
  void each_kind_of_root_has_a_node_below_the_root() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.24.1");
    dump.object(0xc000000000L, 64).object(0xc000000040L, 64);
    dump.goroutine(7, "select").frame("main.worker", dump.memory(16).pointers(0, 0xc000000040L));
    dump.bss(0x600000, dump.memory(16).pointers(0, 0xc000000000L));
    try (HeapGraph graph = GraphLoader.load(dump.source(), position -> {})) {
      Snapshot snapshot = Snapshot.of(graph, false);
      List<String> edges = new ArrayList<>();
      int[] first = snapshot.firstEdges();
      for (int node = 0; node < snapshot.nodes(); node++) {
        for (int edge = first[node]; edge < first[node + 1]; edge++) {
          edges.add(
              snapshot.name(node)
                  + " "
                  + snapshot.edgeName(edge)
                  + " "
                  + snapshot.name(snapshot.target(edge)));
        }
      }
      assertThat(edges)
          .containsExactly(
              "(Go heap) [1] (bss roots)",
              "(Go heap) [2] (frame roots)",
              "(bss roots) bss+0x8 noptr 64 B",
              "(frame roots) goroutine 7, main.worker frame+0x8 noptr 64 B");
    }
  }

  @Test
  void garbage_is_excluded() throws IOException {
    Snapshot snapshot = Snapshot.of(TinyHeap.graph("root -> a, dead -> a"), false);
    assertThat(snapshot.nodes()).isEqualTo(3);
    assertThat(snapshot.edges()).isEqualTo(2);
  }

  @Test
  void text_is_a_string_and_hidden_when_redacted() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.24.1");
    dump.object(0xc000000000L, dump.memory(64).word(0, 0x2122746572636573L));
    dump.bss(0x600000, dump.memory(8).pointers(0xc000000000L));
    try (HeapGraph graph = GraphLoader.load(dump.source(), position -> {})) {
      Snapshot plain = Snapshot.of(graph, false);
      assertThat(plain.type(2)).isEqualTo("string");
      assertThat(plain.name(2)).isEqualTo("secret\"!");
      assertThat(Snapshot.of(graph, true).name(2)).matches("8 bytes #[0-9a-f]{8}");
    }
  }

  @Test
  void a_dump_cut_anywhere_gives_a_complete_export() throws IOException {
    byte[] bytes = RealDump.of("go1.24/interfaces").bytes();
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      int length = 500 + random.nextInt(bytes.length - 500);
      try (HeapGraph graph = GraphLoader.load(BytesSource.prefix(bytes, length), position -> {})) {
        Snapshot snapshot = Snapshot.of(graph, false);
        assertThat(snapshot.json().at("/snapshot/node_count").asInt()).isEqualTo(snapshot.nodes());
        assertThat(snapshot.json().at("/snapshot/edge_count").asInt()).isEqualTo(snapshot.edges());
        if (!Reachability.isKnown(graph)) {
          assertThat(snapshot.nodes()).isEqualTo(graph.objects().count() + 2);
        }
      }
    }
  }
}
