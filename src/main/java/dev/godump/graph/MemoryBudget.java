package dev.godump.graph;

import dev.godump.index.IndexDirectory;
import dev.godump.io.ScratchFile;
import dev.godump.vector.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much memory there is for a graph and its dominators, and where what the Java heap can't hold
 * goes: first the graph, then all large vectors, into a scratch file. Reckoned from the numbers of
 * objects and edges, not from what the collector happens to have left, so that a dump in a heap of
 * a size always goes the same way.
 */
public final class MemoryBudget {
  /** Bytes an object beside edges: where its row starts, its shape. */
  private static final long GRAPH_BYTES = 4 + 2;

  /**
   * Bytes an object of what stays in the heap in any case: its part of a run, two bits of the
   * search.
   */
  private static final long TABLE_BYTES = 2;

  /** Bytes an object of finding dominators: four ints, and how far it is from its parent. */
  private static final long TREE_BYTES = 4 * 4 + 1;

  /** Bytes of an edge while dominators are found, besides the graph's own. */
  private static final long TREE_EDGE_BYTES = 3;

  /** Bytes an object of its type, of finding it, and of sums by type. */
  private static final long TYPE_BYTES = 5 + 8;

  /** Bytes of godump itself and its buffers. */
  private static final long FIXED_BYTES = 8 << 20;

  /** Bytes of a root, and of what holds it. */
  private static final long ROOT_BYTES = 24 + 28 + 180;

  /** Bytes of a frame of a goroutine. */
  private static final long FRAME_BYTES = 48;

  /** Bytes of a goroutine. */
  private static final long GOROUTINE_BYTES = 600;

  /** A Java heap that holds everything. */
  public static final MemoryBudget HEAP = new MemoryBudget(Long.MAX_VALUE, null, false, 0);

  private final long heap;
  private final Path directory;
  private final boolean offHeap;
  private final int windowSize;

  private MemoryBudget(long heap, Path directory, boolean offHeap, int windowSize) {
    this.heap = heap;
    this.directory = directory;
    this.offHeap = offHeap;
    this.windowSize = windowSize;
  }

  /**
   * The room of this process.
   *
   * @param directory where scratch files go
   * @param offHeap whether all goes there, even if the heap could hold it
   */
  public static MemoryBudget of(Path directory, boolean offHeap) {
    return of(Runtime.getRuntime().maxMemory(), directory, offHeap, 1 << 26);
  }

  /**
   * Room of a chosen size, for tests.
   *
   * @param heap bytes of Java heap
   * @param windowSize of scratch files, a power of two
   */
  public static MemoryBudget of(long heap, Path directory, boolean offHeap, int windowSize) {
    return new MemoryBudget(heap, directory, offHeap, windowSize);
  }

  /**
   * Where vectors go.
   *
   * @param graph those of the graph
   * @param analysis those made from it
   * @param types those of objects' types, which may be looked for at the same time, and of sums by
   *     them
   */
  public record Plan(Storage graph, Storage analysis, Storage types) {}

  /**
   * The most pointers that are taken down in the heap; all others could only be followed on disk.
   */
  public long maxPointersInHeap() {
    return offHeap ? 0 : heap / 2 / Integer.BYTES;
  }

  /** A scratch file for what is being read, before it is known how much that is. */
  public Storage scratch() throws IOException {
    new IndexDirectory(directory).create();
    return Storage.in(ScratchFile.in(directory, windowSize));
  }

  /**
   * Plans for a graph.
   *
   * @param objects how many it has
   * @param pointers how many it has at most
   * @param aside bytes of what is kept in the heap beside objects
   * @throws NotEnoughMemoryException if there is no room for it
   */
  public Plan plan(long objects, long pointers, long otherBytes) throws IOException {
    long graph = GRAPH_BYTES * objects + Integer.BYTES * pointers;
    long tree = TREE_BYTES * objects + TREE_EDGE_BYTES * pointers;
    long always = FIXED_BYTES + otherBytes + TABLE_BYTES * objects;
    if (!offHeap && fits(always + graph + tree)) {
      boolean typesInHeap = fits(always + graph + tree + TYPE_BYTES * objects);
      return new Plan(Storage.HEAP, Storage.HEAP, typesInHeap ? Storage.HEAP : scratch());
    }
    if (!fits(always)) {
      throw NotEnoughMemoryException.ofHeap(heap, heapSizeFor(always));
    }
    boolean treeInHeap = !offHeap && fits(always + tree);
    long needed = treeInHeap ? graph : graph + tree;
    new IndexDirectory(directory).create();
    long available = Files.getFileStore(directory).getUsableSpace();
    if (available < needed) {
      throw NotEnoughMemoryException.ofDisk(
          heap, heapSizeFor(always + graph + tree), directory, available, needed);
    }
    Storage scratch = scratch();
    return new Plan(scratch, treeInHeap ? Storage.HEAP : scratch, scratch);
  }

  /**
   * What to say when the Java heap ran out while something was made of a graph: a heap that holds
   * the graph, dominators and types beside each other and as much again, and at least twice what
   * there was.
   */
  public NotEnoughMemoryException exhausted(HeapGraph graph) {
    long objects = graph.objects().count();
    ProcessState process = graph.process();
    long all =
        FIXED_BYTES
            + rootAndGoroutineBytes(
                graph.roots().count(), process.frames().count(), process.goroutines().size())
            + (GRAPH_BYTES + TABLE_BYTES + TREE_BYTES + TYPE_BYTES) * objects
            + (Integer.BYTES + TREE_EDGE_BYTES) * graph.edgeCount();
    return NotEnoughMemoryException.ofAnswer(heap, Math.max(heapSizeFor(2 * all), 2 * heap));
  }

  /**
   * Where vectors go that are made beside a graph and its dominators, of up to the same number of
   * bytes as those have.
   */
  public Storage storageForAnalysis(HeapGraph graph) throws IOException {
    long needed =
        2 * (GRAPH_BYTES + TABLE_BYTES + TREE_BYTES) * graph.objects().count()
            + 2L * Integer.BYTES * graph.edgeCount();
    if (graph.storage().isHeap() && needed <= heap - FIXED_BYTES) {
      return Storage.HEAP;
    }
    return graph.storage().isHeap() ? scratch() : graph.storage();
  }

  /**
   * Where all pointers go that are read from an index: what is made from them takes as much again.
   */
  public Storage storageForEdges(long objects, long pointers) {
    long needed = 2 * (GRAPH_BYTES * objects + Integer.BYTES * pointers);
    try {
      return !offHeap && fits(FIXED_BYTES + needed) ? Storage.HEAP : scratch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes that roots and goroutines take; those of most programs are nothing beside objects. */
  public static long rootAndGoroutineBytes(long roots, long frames, long goroutines) {
    return ROOT_BYTES * roots + FRAME_BYTES * frames + GOROUTINE_BYTES * goroutines;
  }

  private boolean fits(long bytes) {
    return bytes <= heap;
  }

  /** What {@code -Xmx} must be for so much room: a part of it the collector keeps for itself. */
  private static long heapSizeFor(long bytes) {
    return bytes + bytes / 16 + (1 << 20);
  }
}
