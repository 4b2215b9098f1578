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
 * A heap as a Java heap dump ({@code JAVA PROFILE 1.0.2}), for Eclipse MAT, VisualVM and whatever
 * else reads those. Memory is taken for the bytes of one object at a time, and eight bytes for each
 * text.
 */
public final class Hprof {
  private final HeapGraph graph;
  private final ObjectLabels labels;
  private final SourceLocations locations;
  private final ObjectFilter filter;
  private final Secrets secrets;

  /**
   * @param places where goroutines stand in the source, where that is known
   * @param shown the objects to write; what garbage refers to, NetBeans' reader and VisualVM take
   *     for retained by others than it is
   * @param redact whether contents are replaced by lengths and hashes
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
   * Writes it.
   *
   * @param progress is told how far the dump has been gone through
   */
  public void write(OutputStream stream, LongConsumer progress) throws IOException {
    RecordWriter out = new RecordWriter(stream, graph.process().params().pointerSize());
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
