package dev.godump.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.dump.RealDump;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.MemoryBudget;
import dev.godump.graph.Roots;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.histogram.Histogram;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexParts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads an index file that an earlier build wrote: as long as the version of the format stays, it
 * must give the answers of its dump.
 */
class GoldenIndexTest {
  private static final RealDump DUMP = RealDump.of("go1.24/finalizers");
  private static final Path INDEX = Path.of("testdata", "index", "finalizers.index");
  private static final Path GRAPH = INDEX.resolve("graph");

  /** Set it to {@code write} to replace the golden index by one of the current format. */
  private static final String PROPERTY = "godump.golden";

  private static final String HOW =
      "make a new golden index, after incrementing IndexFile.FORMAT if the format has changed:"
          + " mvn test -Dtest=GoldenIndexTest -D"
          + PROPERTY
          + "=write";

  @TempDir private Path directory;

  @Test
  void the_golden_index_answers_as_its_dump_does() throws IOException {
    if ("write".equals(System.getProperty(PROPERTY))) {
      write(INDEX);
    }
    int format =
        ByteBuffer.wrap(Files.readAllBytes(GRAPH)).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
    assertThat(format).as(HOW).isEqualTo(IndexFile.FORMAT);
    try (IndexParts index = IndexParts.open(INDEX);
        Heap stored = Heap.open(DUMP.open(), index, MemoryBudget.HEAP);
        Heap computed = Heap.of(DUMP.graph())) {
      index.verify();
      assertThat(answers(stored)).as(HOW).isEqualTo(answers(computed));
    }
  }

  @Test
  void an_index_of_another_format_is_refused_in_one_line() throws IOException {
    Path file = directory.resolve("other.index");
    byte[] bytes = Files.readAllBytes(GRAPH);
    ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(8, IndexFile.FORMAT + 1);
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, 28);
    head.putInt(28, (int) checksum.getValue());
    Files.write(file, bytes);
    assertThatThrownBy(() -> IndexFile.open(file))
        .isInstanceOf(DamagedIndexException.class)
        .hasMessage("another godump wrote it");
  }

  private static void write(Path index) throws IOException {
    Files.createDirectories(index.toAbsolutePath());
    try (Heap heap = Heap.of(DUMP.graph());
        IndexParts written =
            IndexWriting.of(heap, HeapIndexWriter.allParts(), MemoryBudget.HEAP, index)) {
      written.verify();
    }
  }

  /** Returns what a heap contains, as text. */
  private static List<String> answers(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    DominatorTree tree = heap.tree();
    List<String> answers = new ArrayList<>();
    answers.add(graph.loadResult().toString());
    answers.add(graph.process().versionRange());
    for (int id = 0; id < graph.objects().count(); id++) {
      StringBuilder line = new StringBuilder();
      line.append(Long.toHexString(graph.objects().address(id)));
      line.append(' ').append(graph.shapes().get(graph.shapeIndex(id)));
      line.append(' ').append(heap.types().typeOf(id));
      line.append(' ').append(tree.node(id)).append(' ').append(tree.retainedByObject(id));
      line.append(' ').append(heap.distanceTo(id)).append(' ').append(heap.rootKinds(id));
      graph.edges().forEach(id, target -> line.append(" -> ").append(target));
      graph.referrers().forEach(id, source -> line.append(" <- ").append(source));
      answers.add(line.toString());
    }
    Roots roots = graph.roots();
    for (int root = 0; root < roots.count(); root++) {
      answers.add(
          roots.kind(root)
              + " "
              + roots.recordIndex(root)
              + " "
              + roots.offset(root)
              + " "
              + roots.value(root)
              + " -> "
              + roots.target(root));
    }
    Frames frames = graph.process().frames();
    for (Goroutine goroutine : graph.process().goroutines()) {
      answers.add(goroutine.toString());
      for (int i = 0; i < goroutine.frameCount(); i++) {
        int frame = goroutine.firstFrame() + i;
        answers.add(frames.function(frame) + " " + frames.pc(frame) + " " + frames.sp(frame));
      }
    }
    for (int owner = 0; owner < tree.owners().count(); owner++) {
      answers.add(tree.owners().kind(owner) + " " + tree.nodeOfOwner(owner));
    }
    for (Histogram.By by : Histogram.By.values()) {
      answers.add(by + " " + heap.histogram(by));
    }
    return answers;
  }
}
