package dev.godump.cli;

import dev.godump.export.DumpNames;
import dev.godump.export.Hprof;
import dev.godump.graph.HeapGraph;
import dev.godump.io.Source;
import dev.godump.report.Amounts;
import dev.godump.types.ObjectTypes;
import java.io.IOException;
import java.io.OutputStream;
import picocli.CommandLine.Command;

@Command(
    name = "hprof",
    description = "A Java heap dump, for Eclipse MAT, VisualVM and others that read those.",
    footer = {
      "",
      "Types are classes, goroutines are threads with their stacks, global variables are static fields.",
      "Objects go by their addresses; a pointer into an object refers to the object.",
      "",
      "Example: godump export hprof heap.dump -o heap.hprof"
    })
final class ExportHprofCommand extends ExportFormatCommand {
  @Override
  String write(HeapGraph graph, Source source, OutputStream out) throws IOException {
    try (LoadProgress progress = LoadProgress.of(source, streams(), "writing")) {
      new Hprof(graph, new DumpNames(graph, ObjectTypes.of(graph)), redact()).write(out, progress);
    }
    return Amounts.count(graph.objects().count(), "object")
        + ", "
        + Amounts.count(graph.process().goroutines().size(), "goroutine");
  }

  @Override
  boolean binary() {
    return true;
  }
}
