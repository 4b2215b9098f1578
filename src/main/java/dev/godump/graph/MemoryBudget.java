package dev.godump.graph;

import dev.godump.index.IndexDirectory;
import dev.godump.io.ScratchFile;
import dev.godump.vector.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How much memory a graph and its dominators may take, and the storage for vectors that exceed the
 * Java heap: first those of the graph, then all large vectors go to a scratch file. Computed from
 * the numbers of objects and edges, not from free memory, so that a dump in a heap of a given size
 * always takes the same path.
 */
public final class MemoryBudget {
  /** Bytes per object besides edges: the start of its row, its shape. */
  private static final long GRAPH_BYTES = 4 + 2;

  /** Bytes per object that are always in the heap: its share of a run, two bits of the search. */
  private static final long TABLE_BYTES = 2;

  /** Bytes per object while dominators are computed: four ints, and the distance to its parent. */
  private static final long TREE_BYTES = 4 * 4 + 1;

  /** Bytes per edge while dominators are computed, besides the graph's own. */
  private static final long TREE_EDGE_BYTES = 3;

  /** Bytes per object of its type, of inferring it, and of sums by type. */
  private static final long TYPE_BYTES = 5 + 8;

  /** Bytes of godump itself and its buffers. */
  private static final long FIXED_BYTES = 8 << 20;

  /** Bytes per root and its owner. */
  private static final long ROOT_BYTES = 24 + 28 + 180;

  /** Bytes per stack frame. */
  private static final long FRAME_BYTES = 48;

  /** Bytes per goroutine. */
  private static final long GOROUTINE_BYTES = 600;

  /** An unlimited Java heap. */
  public static final MemoryBudget HEAP = new MemoryBudget(Long.MAX_VALUE, null, false, 0);

  private final long heap;

  /** For scratch files; null if none is ever needed. */
  private final @Nullable Path directory;

  private final boolean offHeap;
  private final int windowSize;

  private MemoryBudget(long heap, @Nullable Path directory, boolean offHeap, int windowSize) {
    this.heap = heap;
    this.directory = directory;
    this.offHeap = offHeap;
    this.windowSize = windowSize;
  }

  /**
   * Returns the budget of this process.
   *
   * @param directory for scratch files
   * @param offHeap whether to use scratch files even if the heap is large enough
   */
  public static MemoryBudget of(Path directory, boolean offHeap) {
    return of(Runtime.getRuntime().maxMemory(), directory, offHeap, 1 << 26);
  }

  /**
   * Returns a budget of a chosen size.
   *
   * @param heap bytes of Java heap
   * @param windowSize of scratch files, a power of two
   */
  public static MemoryBudget of(long heap, Path directory, boolean offHeap, int windowSize) {
    return new MemoryBudget(heap, directory, offHeap, windowSize);
  }

  /**
   * The storage for large vectors.
   *
   * @param graph for those of the graph
   * @param analysis for those computed from it
   * @param types for those of type inference, which may run at the same time, and of sums by type
   */
  public record Plan(Storage graph, Storage analysis, Storage types) {}

  /**
   * Returns how many pointers may be recorded in the heap; more than this many only fit on disk.
   */
  public long maxPointersInHeap() {
    return offHeap ? 0 : heap / 2 / Integer.BYTES;
  }

  /** Returns a scratch file for a dump whose size is not known yet. */
  public Storage scratch() throws IOException {
    Path existing = createDirectory();
    return Storage.in(ScratchFile.in(existing, windowSize));
  }

  private Path createDirectory() throws IOException {
    Path scratch = Objects.requireNonNull(directory, "an unlimited heap has no scratch files");
    new IndexDirectory(scratch).create();
    return scratch;
  }

  /**
   * Plans the storage for a graph.
   *
   * @param objects number of objects
   * @param pointers upper bound of the number of pointers
   * @param otherBytes bytes in the heap besides those of objects
   * @throws NotEnoughMemoryException if neither heap nor disk is large enough
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
    Path existing = createDirectory();
    long available = Files.getFileStore(existing).getUsableSpace();
    if (available < needed) {
      throw NotEnoughMemoryException.ofDisk(
          heap, heapSizeFor(always + graph + tree), existing, available, needed);
    }
    Storage scratch = scratch();
    return new Plan(scratch, treeInHeap ? Storage.HEAP : scratch, scratch);
  }

  /**
   * Returns the error for a Java heap that ran out while an answer was computed. It recommends a
   * heap for graph, dominators and types together, times two, and at least twice the current one.
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
   * Returns the storage for vectors computed in addition to a graph and its dominators, of up to
   * the same size as those.
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

  /** As {@link #plan}, for callers that can't throw an {@link IOException}. */
  public Plan planUnchecked(long objects, long pointers, long otherBytes) {
    try {
      return plan(objects, pointers, otherBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the bytes that roots and goroutines take; few in most programs. */
  public static long rootAndGoroutineBytes(long roots, long frames, long goroutines) {
    return ROOT_BYTES * roots + FRAME_BYTES * frames + GOROUTINE_BYTES * goroutines;
  }

  private boolean fits(long bytes) {
    return bytes <= heap;
  }

  /**
   * Returns the {@code -Xmx} for a number of usable bytes: the collector keeps a part for itself.
   */
  private static long heapSizeFor(long bytes) {
    return bytes + bytes / 16 + (1 << 20);
  }
}
