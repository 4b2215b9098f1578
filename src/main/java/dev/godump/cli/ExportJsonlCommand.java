package dev.godump.cli;

import dev.godump.analysis.DominatorTree;
import dev.godump.analysis.Reachability;
import dev.godump.export.DumpNames;
import dev.godump.export.JsonLines;
import dev.godump.graph.HeapGraph;
import dev.godump.io.Source;
import dev.godump.report.Amounts;
import dev.godump.types.ObjectTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "jsonl",
    description = "Goroutines, roots, objects and edges, a line of JSON each, for jq and for loading into a database.",
    footer = {
      "",
      "-o with a directory writes a file of each kind into it. Every line says its kind.",
      "",
      "Examples:",
      "  godump export jsonl heap.dump -o - | jq -r 'select(.kind == \"object\" and .live) | .shape' | sort | uniq -c",
      "  mkdir heap && godump export jsonl heap.dump -o heap"
    })
final class ExportJsonlCommand extends ExportFormatCommand {
  @Option(names = "--retained", description = "Of objects also what they retain.")
  private boolean retained;

  @Override
  String write(HeapGraph graph, Source source, OutputStream out) throws IOException {
    JsonLines lines = lines(graph);
    try (LoadProgress progress = LoadProgress.of(source, streams(), "writing")) {
      for (JsonLines.Kind kind : JsonLines.Kind.values()) {
        lines.write(kind, out, progress);
      }
    }
    return summary(graph);
  }

  @Override
  int toFile(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return super.toFile(path);
    }
    Map<JsonLines.Kind, NewFile> files = new EnumMap<>(JsonLines.Kind.class);
    try (Source source = open();
        HeapGraph graph = load(source);
        LoadProgress progress = LoadProgress.of(source, streams(), "writing")) {
      JsonLines lines = lines(graph);
      for (JsonLines.Kind kind : JsonLines.Kind.values()) {
        NewFile file = NewFile.at(path.resolve(kind.name().toLowerCase(Locale.ROOT) + "s.jsonl"));
        files.put(kind, file);
        lines.write(kind, file.stream(), progress);
      }
      for (NewFile file : files.values()) {
        file.complete();
      }
      tell(summary(graph));
      return ending(graph);
    } finally {
      for (NewFile file : files.values()) {
        file.close();
      }
    }
  }

  private JsonLines lines(HeapGraph graph) throws IOException {
    if (retained) {
      Operands.requireRoots(graph);
    }
    Optional<DominatorTree> tree = retained ? Optional.of(DominatorTree.of(graph)) : Optional.empty();
    Reachability reachability = tree.map(t -> Reachability.of(graph, t)).orElseGet(() -> Reachability.of(graph));
    return new JsonLines(graph, new DumpNames(graph, ObjectTypes.of(graph)), reachability, tree);
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
