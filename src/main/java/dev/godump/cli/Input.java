package dev.godump.cli;

import dev.godump.analysis.Heap;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.Room;
import dev.godump.io.Source;
import dev.godump.types.Program;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is exported: a dump and, where it was given, the program that wrote it.
 *
 * @param executable what became of the option
 */
record Input(Source source, Heap heap, ExecutableOption.Outcome executable) implements Closeable {

  static Input open(DumpCommand command, ExecutableOption option, Room room) throws IOException {
    Source source = command.open();
    try {
      Heap heap = Heap.of(command.load(source, room));
      ExecutableOption.Outcome executable = option.open(heap.graph().process());
      executable.program().ifPresent(heap::wasWrittenBy);
      return new Input(source, heap, executable);
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  HeapGraph graph() {
    return heap.graph();
  }

  Optional<Program> program() {
    return executable.program();
  }

  /** What is missing from it, in words. */
  List<String> warnings() {
    return Stream.concat(graph().reading().warnings().stream(), executable.warnings().stream()).toList();
  }

  @Override
  public void close() throws IOException {
    try {
      executable.close();
    } finally {
      heap.close();
    }
  }
}
