package dev.godump.cli;

import dev.godump.export.ObjectFilter;
import dev.godump.export.ObjectLabels;
import dev.godump.export.hprof.Hprof;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.HeapParts;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.report.text.Amounts;
import java.io.IOException;
import java.io.OutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "hprof",
    description = "Write a Java heap dump for Eclipse MAT, VisualVM and the like.",
    footer = {
      "",
      "Types become classes, goroutines become threads, package variables become static fields.",
      "Objects are identified by address; a pointer into an object refers to the object.",
      "What only inferred cleanups keep alive (Go 1.24 and later) is below static fields of a class.",
      "",
      "Example: godump export hprof heap.dump -o heap.hprof"
    })
final class ExportHprofCommand extends ExportFormatCommand {
  @Option(
      names = "--all",
      description = "Include garbage. VisualVM then underestimates some retained sizes.")
  private boolean all;

  @Override
  String write(Heap heap, OutputStream out) throws IOException {
    HeapGraph graph = heap.unrecorded().graphWithCleanups();
    HeapParts parts = heap.unrecorded().parts();
    boolean everything = all || !parts.isKnown();
    ObjectFilter filter = everything ? ObjectFilter.all() : ObjectFilter.kept(parts);
    int objects = everything ? graph.objects().count() : parts.keptObjects();
    try (LoadProgress progress = writeProgress(heap)) {
      SourceLocations locations = new SourceLocations(heap.program(), graph.process().frames());
      new Hprof(
              graph,
              new ObjectLabels(graph, heap.types().of(graph)),
              locations,
              filter,
              isRedacted())
          .write(out, progress);
    }
    return Amounts.count(objects, "object")
        + ", "
        + Amounts.count(graph.process().goroutines().size(), "goroutine")
        + keptByCleanups(parts);
  }

  @Override
  boolean isBinary() {
    return true;
  }
}
