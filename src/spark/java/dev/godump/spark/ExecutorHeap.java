package dev.godump.spark;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.MemoryBudget;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.Heap;
import dev.godump.io.Source;
import dev.godump.io.Sources;
import dev.godump.types.program.Program;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;

/**
 * A dump on an executor: its bytes on the executor's disk, its heap, and the executable that wrote
 * it. A plain file of a local file system is mapped where it is; any other is streamed to a scratch
 * file, unpacked, which is gone when the task ends, however it ends.
 */
final class ExecutorHeap implements Closeable {
  /** Bytes of a window of a scratch file for what doesn't fit in memory. */
  private static final int WINDOW = 1 << 24;

  private final Heap heap;
  private final Deque<Closeable> open;

  private ExecutorHeap(Heap heap, Deque<Closeable> open) {
    this.heap = heap;
    this.open = open;
  }

  /**
   * Opens a dump.
   *
   * @throws IOException if it can't be read, or is no dump
   */
  static ExecutorHeap open(DumpReaderFactory job, DumpPartition dump) throws IOException {
    ReadOptions options = job.options();
    Configuration hadoop = job.hadoop().value();
    Executor executor = Executor.of(options);
    Deque<Closeable> open = new ArrayDeque<>();
    boolean opened = false;
    try {
      Source source = source(dump, hadoop, executor.scratch());
      open.push(source);
      MemoryBudget budget = MemoryBudget.of(executor.memory(), executor.scratch(), false, WINDOW);
      HeapGraph graph = GraphLoader.load(source, position -> {}, budget);
      Heap heap = Heap.of(graph);
      open.push(heap);
      Optional<Program> program =
          options.executables().isEmpty()
              ? Optional.empty()
              : ExecutableFolder.of(options.executables(), hadoop, executor.scratch())
                  .programOf(graph, dump.path());
      program.ifPresent(open::push);
      program.ifPresent(heap::setProgram);
      opened = true;
      return new ExecutorHeap(heap, open);
    } finally {
      if (!opened) {
        close(open);
      }
    }
  }

  private static Source source(DumpPartition dump, Configuration hadoop, Path scratch)
      throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(dump.path());
    FileSystem system = path.getFileSystem(hadoop);
    return system instanceof LocalFileSystem local
        ? Sources.open(dump.path(), local.pathToFile(path).toPath(), scratch)
        : Sources.stream(dump.path(), system.open(path), dump.length(), scratch);
  }

  Heap heap() {
    return heap;
  }

  /** Whether all of the dump was read. */
  boolean isComplete() {
    return heap.graph().loadResult().outcome().isComplete();
  }

  @Override
  public void close() throws IOException {
    close(open);
  }

  private static void close(Deque<Closeable> open) throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
