package dev.godump.heap;

import dev.godump.binary.file.Executables;
import dev.godump.dump.RealDump;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.types.program.ExecutableMatch;
import dev.godump.types.program.Program;
import java.io.Closeable;
import java.io.IOException;

/** A dump of testdata with the executable that wrote it. */
public record RealHeap(Heap heap, Program program) implements Closeable {

  /** Opens the dump with values of all types that a release wrote, such as {@code go1.24}. */
  public static RealHeap ofTypes(String version) throws IOException {
    HeapGraph graph = RealDump.of(version + "/types").graph();
    Program program = Program.of(Executables.open("testdata/" + version + "/types.program.zst"));
    ExecutableMatch match = ExecutableMatch.of(graph.process(), program);
    Heap heap = Heap.of(graph);
    Program placed = program.withSlide(match.slide());
    heap.setProgram(placed);
    return new RealHeap(heap, placed);
  }

  /** Source locations of its goroutines' frames. */
  public SourceLocations places() {
    return new SourceLocations(heap.program(), heap.graph().process().frames());
  }

  @Override
  public void close() throws IOException {
    program.close();
    heap.close();
  }
}
