package dev.godump.cli;

import dev.godump.analysis.Reachability;
import dev.godump.export.DumpNames;
import dev.godump.export.HeapSnapshot;
import dev.godump.graph.HeapGraph;
import dev.godump.report.Amounts;
import java.io.IOException;
import java.io.OutputStream;
import picocli.CommandLine.Command;

@Command(
    name = "heapsnapshot",
    description = "A snapshot for Chrome DevTools: the Memory tab, Load.",
    footer = {
      "",
      "Live objects, with what refers to them; the file's name must end in .heapsnapshot for DevTools.",
      "An object's @ number is a quarter of its address, the lower 32 bits of that.",
      "",
      "Example: godump export heapsnapshot heap.dump -o heap.heapsnapshot"
    })
final class ExportHeapsnapshotCommand extends ExportFormatCommand {
  @Override
  String write(Input input, OutputStream out) throws IOException {
    HeapGraph graph = input.graph();
    Reachability reachability = input.heap().reachability();
    HeapSnapshot snapshot =
        new HeapSnapshot(graph, new DumpNames(graph, input.heap().types()), reachability, redact());
    try (LoadProgress progress = LoadProgress.of(input.source(), streams(), "writing")) {
      snapshot.write(out, progress);
    }
    return Amounts.count(snapshot.objects(), "object");
  }
}
