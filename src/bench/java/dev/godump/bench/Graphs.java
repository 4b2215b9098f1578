package dev.godump.bench;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.io.Source;
import dev.godump.io.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Operations on the graph of a dump ({@code -p dump=FILE}): look-up of objects by address, a visit
 * of all objects, and the dominator tree.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class Graphs {
  private static final int COUNT = 1 << 20;

  @Param("testdata/go1.24/shapes.dump.gz")
  private String dump;

  private Source source;
  private HeapGraph graph;
  private final long[] addresses = new long[COUNT];

  @Setup
  public void load() throws IOException {
    source = Sources.open(dump, InputStream.nullInputStream());
    graph = GraphLoader.load(source, position -> {});
    Random random = new Random(1);
    for (int i = 0; i < COUNT; i++) {
      int object = random.nextInt(graph.objects().count());
      addresses[i] = graph.objects().address(object) + random.nextInt(8);
    }
  }

  @TearDown
  public void close() throws IOException {
    graph.close();
    source.close();
  }

  /** Time per look-up of an address, in random order. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public long addressToObject() {
    long sum = 0;
    for (long address : addresses) {
      sum += graph.objects().find(address);
    }
    return sum;
  }

  /** Time to visit all objects. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public long forEachObject() {
    long[] sum = {0};
    graph.objects().forEach((id, address, size) -> sum[0] += address ^ size);
    return sum[0];
  }

  /** Time for the dominator tree with retained sizes. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public DominatorTree dominators() {
    return DominatorTree.of(graph);
  }
}
