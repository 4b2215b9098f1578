package dev.godump.export.hprof;

import dev.godump.export.ObjectFilter;
import dev.godump.export.ObjectLabels;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.types.value.Secrets;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/**
 * Writes a heap as a Java heap dump ({@code JAVA PROFILE 1.0.2}), for Eclipse MAT, VisualVM and
 * other readers. Keeps the bytes of one object at a time, 4 bytes per object and 8 bytes per text.
 */
public final class Hprof {
  private final HeapGraph graph;
  private final ObjectLabels labels;
  private final SourceLocations locations;
  private final ObjectFilter filter;
  private final Secrets secrets;

  /**
   * @param locations source locations of goroutines' frames, if known
   * @param filter the objects to write; with garbage, NetBeans and VisualVM compute wrong retained
   *     sizes for the objects it points at
   * @param redact whether to replace contents by lengths and hashes
   */
  public Hprof(
      HeapGraph graph,
      ObjectLabels labels,
      SourceLocations locations,
      ObjectFilter filter,
      boolean redact) {
    this.graph = graph;
    this.labels = labels;
    this.locations = locations;
    this.filter = filter;
    this.secrets = redact ? Secrets.keyed() : Secrets.SHOWN;
  }

  /**
   * Writes the heap dump.
   *
   * @param progress gets the position in the dump
   */
  public void write(OutputStream stream, LongConsumer progress) throws IOException {
    HprofWriter out = new HprofWriter(stream, graph.process().params().pointerSize());
    SyntheticIds ids = SyntheticIds.of(graph, 0);
    ClassWriter classWriter = new ClassWriter(out, ids);
    ClassTable classes = new ClassTable(graph, labels, filter, classWriter);
    ThreadWriter goroutines = new ThreadWriter(graph, locations, out, ids, classWriter);
    ObjectWriter objects = new ObjectWriter(graph, filter, secrets, out, ids, classWriter, classes);
    classWriter.begin();
    goroutines.writeStacks();
    classes.write();
    new RootWriter(graph, labels, out, classWriter, goroutines).write();
    goroutines.writeThreads(objects);
    objects.write(progress);
    out.end();
  }
}
