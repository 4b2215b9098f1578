package dev.godump.cli;

import dev.godump.format.RecordKind;
import dev.godump.format.RecordReader;
import dev.godump.format.RecordVisitor;
import dev.godump.io.Source;
import dev.godump.report.record.RecordStatsReport;
import dev.godump.report.record.RecordsReport;
import dev.godump.report.text.Report;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "records",
    description =
        "Print every record of the file with all fields, including slots without objects.",
    footer = {
      "",
      "Examples:",
      "  godump records --stats heap.dump",
      "  godump records --kind goroutine --kind frame heap.dump"
    })
final class RecordsCommand extends DumpCommand {
  @Mixin private Output output;

  @Parameters(paramLabel = "DUMP", description = "The heap dump.")
  private String dump;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only records of this kind. Can be repeated.")
  private List<String> kinds = List.of();

  @Option(
      names = "--exe",
      paramLabel = "FILE",
      description = "Accepted for uniformity, but ignored: records don't depend on it.")
  @SuppressWarnings("unused") // accepted and ignored
  private @Nullable String executable;

  @Option(names = "--stats", description = "Count records and bytes by kind.")
  private boolean stats;

  @Override
  public String dump() {
    return dump;
  }

  @Override
  public Integer call() throws IOException {
    Set<RecordKind> requested =
        Operands.labelled("kind of record", kinds, RecordKind.class, RecordKind::label);
    try (Source source = open()) {
      RecordReader reader = new RecordReader(source);
      Report report =
          stats ? stats(source, reader, requested) : new RecordsReport(reader, requested);
      Supplier<Boolean> complete = () -> reader.outcome().isComplete();
      Supplier<List<String>> warnings =
          () -> reader.outcome().problem().map(List::of).orElse(List.of());
      output.write(streams(), name(), report, Optional.empty(), complete, warnings);
      return exitCode(reader.outcome());
    }
  }

  private Report stats(Source source, RecordReader reader, Set<RecordKind> requested)
      throws IOException {
    try (LoadProgress progress = LoadProgress.of(source, streams())) {
      reader.read(new RecordVisitor() {}, progress);
    }
    return new RecordStatsReport(
        requested.stream()
            .filter(kind -> reader.count(kind) > 0)
            .map(kind -> new RecordStatsReport.Row(kind, reader.count(kind), reader.bytes(kind)))
            .toList());
  }
}
