package dev.godump.cli;

import dev.godump.export.ObjectLabels;
import dev.godump.export.heapsnapshot.HeapSnapshot;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.HeapParts;
import dev.godump.report.text.Amounts;
import java.io.IOException;
import java.io.OutputStream;
import picocli.CommandLine.Command;

@Command(
    name = "heapsnapshot",
    description = "Write a heap snapshot for Chrome DevTools (Memory tab, Load).",
    footer = {
      "",
      "It contains the live objects and, below (cleanups (inferred)), objects that only cleanups keep alive.",
      "DevTools requires the suffix .heapsnapshot.",
      "The @ id of an object is its address divided by four, modulo 2^32.",
      "",
      "Example: godump export heapsnapshot heap.dump -o heap.heapsnapshot"
    })
final class ExportHeapsnapshotCommand extends ExportFormatCommand {
  @Override
  String advice(String file) {
    return file.endsWith(".heapsnapshot")
        ? ""
        : "Chrome DevTools load it under a name that ends in .heapsnapshot only";
  }

  @Override
  String write(Heap heap, OutputStream out) throws IOException {
    HeapGraph graph = heap.unrecorded().graphWithCleanups();
    HeapParts parts = heap.unrecorded().parts();
    HeapSnapshot snapshot =
        new HeapSnapshot(
            graph, new ObjectLabels(graph, heap.types().of(graph)), parts, isRedacted());
    try (LoadProgress progress = writeProgress(heap)) {
      snapshot.write(out, progress);
    }
    return Amounts.count(snapshot.objects(), "object") + keptByCleanups(parts);
  }
}
