package dev.godump.graph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.dump.TinyHeap;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.DumpIdentity;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexMetadata;
import dev.godump.index.IndexWriter;
import dev.godump.vector.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgesCodecTest {
  private static final String HEAP = "root -> a, a -> b, a -> c, a -> b, c -> a, d, e -> e";

  @TempDir private Path directory;

  private IndexFile written(HeapGraph graph) throws IOException {
    Path file = Files.createFile(directory.resolve("index"));
    try (IndexWriter writer = new IndexWriter(file)) {
      EdgesCodec.write(graph, writer);
      writer.finish(new IndexMetadata("test", "heap.dump", new DumpIdentity(1, 2, 3), Map.of()));
    }
    return IndexFile.open(file);
  }

  @Test
  void pointers_of_each_object_are_read_in_order() throws IOException {
    HeapGraph graph = TinyHeap.of(HEAP).graph();
    int objects = graph.objects().count();
    try (IndexFile index = written(graph)) {
      Edges read = EdgesCodec.read(index, objects, graph.edgeCount(), Storage.HEAP);
      assertThat(rows(read, objects)).isEqualTo(rows(graph.edges(), objects));
    }
  }

  @Test
  void pointers_that_do_not_fit_the_objects_are_damage() throws IOException {
    HeapGraph graph = TinyHeap.of(HEAP).graph();
    int objects = graph.objects().count();
    long edges = graph.edgeCount();
    try (IndexFile index = written(graph)) {
      assertThatThrownBy(() -> EdgesCodec.read(index, objects, edges + 1, Storage.HEAP))
          .isInstanceOf(DamagedIndexException.class);
      assertThatThrownBy(() -> EdgesCodec.read(index, objects + 64, edges, Storage.HEAP))
          .isInstanceOf(DamagedIndexException.class);
      assertThatThrownBy(() -> EdgesCodec.read(index, 2, edges, Storage.HEAP))
          .isInstanceOf(DamagedIndexException.class);
    }
  }

  private static String rows(Edges edges, int objects) {
    StringBuilder text = new StringBuilder();
    for (int object = 0; object < objects; object++) {
      text.append(object);
      edges.forEach(object, target -> text.append(' ').append(target));
      text.append('\n');
    }
    return text.toString();
  }
}
