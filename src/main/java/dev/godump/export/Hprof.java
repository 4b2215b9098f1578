package dev.godump.export;

import dev.godump.graph.HeapGraph;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/**
 * A heap as a Java heap dump ({@code JAVA PROFILE 1.0.2}), for Eclipse MAT, VisualVM and whatever else
 * reads those. Objects that are not live are in it, too, as they are in Java's: readers tell them
 * apart by the roots. Memory is taken for the bytes of one object at a time, and eight bytes for each
 * text.
 */
public final class Hprof {
  private final HeapGraph graph;
  private final Names names;
  private final Redaction redaction;

  /** @param redact whether contents are replaced by lengths and hashes */
  public Hprof(HeapGraph graph, Names names, boolean redact) {
    this.graph = graph;
    this.names = names;
    this.redaction = new Redaction(redact);
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
    HprofClasses classes = new HprofClasses(graph, names, java);
    HprofGoroutines goroutines = new HprofGoroutines(graph, out, ids, java);
    HprofObjects objects = new HprofObjects(graph, names, redaction, out, ids, java, classes);
    java.begin();
    goroutines.writeStacks();
    classes.write();
    new HprofRoots(graph, names, out, java).write();
    goroutines.writeThreads(objects);
    objects.write(progress);
    out.end();
  }
}
