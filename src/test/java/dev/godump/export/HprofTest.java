package dev.godump.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.DominatorTree;
import dev.godump.analysis.TopRetainers;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.Machine;
import dev.godump.dump.RealDump;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.GraphLoader;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.Reading;
import dev.godump.types.ObjectTypes;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.netbeans.lib.profiler.heap.GCRoot;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;
import org.netbeans.lib.profiler.heap.ObjectFieldValue;
import org.netbeans.lib.profiler.heap.PrimitiveArrayInstance;
import org.netbeans.lib.profiler.heap.ThreadObjectGCRoot;
import shark.CloseableHeapGraph;
import shark.HeapObject;
import shark.HprofHeapGraph;
import shark.HprofRecordTag;

/** What readers of Java heap dumps make of a Go heap: NetBeans' (which is VisualVM's) and Shark. */
class HprofTest {
  @TempDir private Path directory;

  static Stream<RealDump> dumps() throws IOException {
    return Stream.concat(RealDump.ofPrograms().stream(), RealDump.below("corpus", 2).stream().filter(RealDump::hasFacts));
  }

  private Path export(HeapGraph graph, boolean redact) throws IOException {
    Path file = Files.createTempDirectory(directory, "hprof").resolve("heap.hprof");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      new Hprof(graph, new DumpNames(graph, ObjectTypes.of(graph)), redact).write(out, position -> {});
    }
    return file;
  }

  private Heap read(HeapGraph graph) throws IOException {
    return HeapFactory.createHeap(export(graph, false).toFile());
  }

  private static List<Long> referenced(Instance instance) {
    List<Long> targets = new ArrayList<>();
    for (Object value : instance.getFieldValues()) {
      if (value instanceof ObjectFieldValue reference && reference.getInstance() != null) {
        targets.add(reference.getInstance().getInstanceId());
      }
    }
    return targets;
  }

  private static void sameTopTen(HeapGraph graph, Heap heap) {
    DominatorTree tree = DominatorTree.of(graph);
    Map<Long, Long> retained = new TreeMap<>();
    for (int id = 0; id < graph.objects().count(); id++) {
      if (tree.live(id)) {
        retained.put(graph.objects().address(id), heap.getInstanceByID(graph.objects().address(id)).getRetainedSize());
      }
    }
    List<Long> largest =
        retained.entrySet().stream()
            .sorted(Comparator.comparing((Map.Entry<Long, Long> e) -> -e.getValue()).thenComparing(Map.Entry::getKey))
            .limit(10)
            .map(Map.Entry::getKey)
            .toList();
    List<Integer> expected = TopRetainers.objects(tree, 10);
    assertThat(largest).isEqualTo(expected.stream().map(id -> graph.objects().address(id)).toList());
    for (int id : expected) {
      assertThat(retained.get(graph.objects().address(id))).isEqualTo(tree.retainedByObject(id));
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void the_netbeans_reader_finds_every_object_with_its_size_and_the_same_ten_largest_retainers(RealDump dump)
      throws IOException {
    try (HeapGraph graph = dump.graph()) {
      Heap heap = read(graph);
      graph
          .objects()
          .forEach(
              (id, address, size) -> {
                Instance instance = heap.getInstanceByID(address);
                assertThat(instance).isNotNull();
                boolean split =
                    size > HprofClasses.LARGEST_INSTANCE && graph.shapes().get(graph.shape(id)).pointers() > 0;
                if (!split) {
                  assertThat(instance.getSize()).isEqualTo(size);
                }
              });
      if (graph.reading().roots() == Reading.RootsRead.ALL) {
        sameTopTen(graph, heap);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void shark_finds_every_object_with_its_size(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph();
        CloseableHeapGraph heap = shark(export(graph, false))) {
      graph
          .objects()
          .forEach(
              (id, address, size) -> {
                HeapObject object = heap.findObjectById(address);
                if (object instanceof HeapObject.HeapInstance instance && size <= HprofClasses.LARGEST_INSTANCE) {
                  assertThat(instance.getByteSize()).isEqualTo((int) size);
                }
              });
    }
  }

  private static CloseableHeapGraph shark(Path file) {
    return HprofHeapGraph.Companion.openHeapGraph(file.toFile(), null, EnumSet.allOf(HprofRecordTag.class));
  }
}
