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
  private final ObjectLabels names;
  private final SourceLocations places;
  private final ObjectFilter shown;
  private final Secrets secrets;

  /**
   * @param places where goroutines stand in the source, where that is known
   * @param shown the objects to write; what garbage refers to, NetBeans' reader and VisualVM take
   *     for retained by others than it is
   * @param redact whether contents are replaced by lengths and hashes
   */
  public Hprof(
      HeapGraph graph,
      ObjectLabels names,
      SourceLocations places,
      ObjectFilter shown,
      boolean redact) {
    this.graph = graph;
    this.names = names;
    this.places = places;
    this.shown = shown;
    this.secrets = redact ? Secrets.keyed() : Secrets.SHOWN;
  }

  /**
   * Writes it.
   *
   * @param progress is told how far the dump has been gone through
   */
  public void write(OutputStream stream, LongConsumer progress) throws IOException {
    HprofRecords out = new HprofRecords(stream, graph.process().params().pointerSize());
    HprofIds ids = HprofIds.of(graph, 0);
    JavaClasses java = new JavaClasses(out, ids);
    HprofClasses classes = new HprofClasses(graph, names, shown, java);
    HprofGoroutines goroutines = new HprofGoroutines(graph, places, out, ids, java);
    HprofObjects objects = new HprofObjects(graph, shown, secrets, out, ids, java, classes);
    java.begin();
    goroutines.writeStacks();
    classes.write();
    new HprofRoots(graph, names, out, java, goroutines).write();
    goroutines.writeThreads(objects);
    objects.write(progress);
    out.end();
  }
}
