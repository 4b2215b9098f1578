package dev.godump.heap;

import dev.godump.graph.MemoryBudget;
import dev.godump.index.DumpIdentity;
import dev.godump.index.IndexMetadata;
import dev.godump.index.IndexParts;
import dev.godump.index.IndexWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Writes parts of an index for tests. */
final class IndexWriting {
  private IndexWriting() {}

  /**
   * Writes parts of the index of a heap, and opens them.
   *
   * @param index a directory
   */
  static IndexParts of(Heap heap, Set<IndexPart> parts, MemoryBudget memory, Path index)
      throws IOException {
    HeapIndexWriter.write(
        heap,
        parts,
        (part, content) -> {
          Path file = Files.write(index.resolve(part.name()), new byte[0]);
          try (IndexWriter out = new IndexWriter(file)) {
            content.write(out);
            out.finish(
                new IndexMetadata("test", "a.dump", new DumpIdentity(1, 2, 3), Map.of("k", "v")));
          }
        },
        memory);
    return IndexParts.open(index);
  }
}
