package dev.godump.cli;

import dev.godump.analysis.DominatorTree;
import dev.godump.analysis.Reachability;
import dev.godump.analysis.SourcePlaces;
import dev.godump.export.DumpNames;
import dev.godump.export.JsonLines;
import dev.godump.graph.HeapGraph;
import dev.godump.report.Amounts;
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
  String write(Input input, OutputStream out) throws IOException {
    JsonLines lines = lines(input);
    try (LoadProgress progress = LoadProgress.of(input.source(), streams(), "writing")) {
      for (JsonLines.Kind kind : JsonLines.Kind.values()) {
        lines.write(kind, out, progress);
      }
    }
    return summary(input.graph());
  }

  @Override
  int toFile(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return super.toFile(path);
    }
    Map<JsonLines.Kind, NewFile> files = new EnumMap<>(JsonLines.Kind.class);
    try (Input input = input();
        LoadProgress progress = LoadProgress.of(input.source(), streams(), "writing")) {
      JsonLines lines = lines(input);
      for (JsonLines.Kind kind : JsonLines.Kind.values()) {
        NewFile file = NewFile.at(path.resolve(kind.name().toLowerCase(Locale.ROOT) + "s.jsonl"));
        files.put(kind, file);
        lines.write(kind, file.stream(), progress);
      }
      for (NewFile file : files.values()) {
        file.complete();
      }
      tell(summary(input.graph()));
      return ending(input);
    } finally {
      for (NewFile file : files.values()) {
        file.close();
      }
    }
  }

  private JsonLines lines(Input input) throws IOException {
    HeapGraph graph = input.graph();
    if (retained) {
      Operands.requireRoots(graph);
    }
    Optional<DominatorTree> tree = retained ? Optional.of(input.heap().tree()) : Optional.empty();
    Reachability reachability = input.heap().reachability();
    return new JsonLines(
        graph,
        new DumpNames(graph, input.heap().types()),
        new SourcePlaces(input.program(), graph.process().frames()),
        reachability,
        tree);
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
