package dev.godump.cli;

import dev.godump.export.JsonLines;
import dev.godump.export.ObjectLabels;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.roots.RootCalls;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.io.AtomicFile;
import dev.godump.report.text.Amounts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "jsonl",
    description =
        "Write goroutines, roots, objects and edges as lines of JSON, for jq or a database.",
    footer = {
      "",
      "If -o is a directory, each kind goes to a file of its own. Every line has its kind.",
      "",
      "Examples:",
      "  godump export jsonl heap.dump -o - | jq -r 'select(.live) | .shape' | sort | uniq -c",
      "  mkdir heap && godump export jsonl heap.dump -o heap"
    })
final class ExportJsonlCommand extends ExportFormatCommand {
  @Option(names = "--retained", description = "Include retained sizes of objects.")
  private boolean retained;

  @Override
  String write(Heap heap, OutputStream out) throws IOException {
    JsonLines lines = lines(heap);
    try (LoadProgress progress = writeProgress(heap)) {
      for (JsonLines.Kind kind : JsonLines.Kind.values()) {
        lines.write(kind, out, progress);
      }
    }
    return summary(heap.graph());
  }

  @Override
  int exportToFile(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return super.exportToFile(path);
    }
    Map<JsonLines.Kind, AtomicFile> files = new EnumMap<>(JsonLines.Kind.class);
    try {
      for (JsonLines.Kind kind : JsonLines.Kind.values()) {
        files.put(kind, AtomicFile.at(path.resolve(kind.fileName())));
      }
      return export((heap, streams) -> write(heap, files));
    } finally {
      for (AtomicFile file : files.values()) {
        file.close();
      }
    }
  }

  private String write(Heap heap, Map<JsonLines.Kind, AtomicFile> files) throws IOException {
    JsonLines lines = lines(heap);
    try (LoadProgress progress = writeProgress(heap)) {
      for (Map.Entry<JsonLines.Kind, AtomicFile> file : files.entrySet()) {
        lines.write(file.getKey(), file.getValue().stream(), progress);
      }
    }
    for (AtomicFile file : files.values()) {
      file.complete();
    }
    return summary(heap.graph());
  }

  private JsonLines lines(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    if (retained) {
      Operands.requireRoots(graph);
    }
    Optional<IntToLongFunction> sizes =
        retained ? Optional.of(heap.retainedByObject()) : Optional.empty();
    SourceLocations locations = new SourceLocations(heap.program(), graph.process().frames());
    return new JsonLines(
        graph,
        new ObjectLabels(graph, heap.types()),
        locations,
        new RootCalls(graph, heap.types().rootNames(), locations),
        heap.unrecorded().parts(),
        sizes);
  }

  private static String summary(HeapGraph graph) {
    return Amounts.count(graph.process().goroutines().size(), "goroutine")
        + ", "
        + Amounts.count(graph.roots().count(), "root")
        + ", "
        + Amounts.count(graph.objects().count(), "object")
        + ", "
        + Amounts.count(graph.edges().count(), "edge");
  }
}
