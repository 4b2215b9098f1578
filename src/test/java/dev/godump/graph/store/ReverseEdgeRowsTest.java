package dev.godump.graph.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.RealDump;
import dev.godump.graph.HeapGraph;
import dev.godump.index.DumpIdentity;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexMetadata;
import dev.godump.index.IndexWriter;
import dev.godump.index.PackedRows;
import dev.godump.io.ScratchFile;
import dev.godump.vector.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReverseEdgeRowsTest {
  @TempDir private Path directory;

  /** Any number of bytes per range, and so any number of ranges, gives the same rows. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 100_000, 1 << 30})
  void every_object_has_its_referrers(long bytes) throws IOException {
    Path file = Files.createFile(directory.resolve("index"));
    try (HeapGraph graph = RealDump.of("go1.24/leak").graph();
        ScratchFile scratch = ScratchFile.in(directory, 1 << 12)) {
      int count = graph.objects().count();
      try (IndexWriter writer = new IndexWriter(file)) {
        writer.rows(
            "rows", count, new ReverseEdgeRows(graph.edges(), count, Storage.in(scratch), bytes));
        writer.finish(new IndexMetadata("test", "heap.dump", new DumpIdentity(1, 2, 3), Map.of()));
      }
      try (IndexFile index = IndexFile.open(file)) {
        PackedRows rows = index.rows("rows");
        for (int object = 0; object < count; object++) {
          List<Integer> expected = new ArrayList<>();
          graph.referrers().forEach(object, expected::add);
          assertThat(rows.row(object))
              .containsExactly(expected.stream().mapToInt(i -> i).toArray());
        }
      }
    }
  }
}
