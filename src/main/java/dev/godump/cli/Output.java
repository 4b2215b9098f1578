package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.io.GuardedOutput;
import dev.godump.report.text.Json;
import dev.godump.report.text.MarkdownWriter;
import dev.godump.report.text.Report;
import dev.godump.report.text.Table;
import dev.godump.report.text.TextWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options for the format of an answer. */
final class Output {
  /**
   * Limits the depth of trees. A level of a tree is two levels of JSON, and JSON parsers commonly
   * accept a thousand levels.
   */
  static final int MAX_TREE_DEPTH = 400;

  /** The formats of an answer. */
  enum Format {
    text,
    json,
    jsonl,
    csv,
    markdown,
    parquet
  }

  /** The formats that standard output can have. */
  static final class Shown extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Shown() {
      super(
          Stream.of(Format.values())
              .filter(format -> format != Format.parquet)
              .map(Format::name)
              .toList());
    }
  }

  /** When text is coloured. */
  enum Colour {
    auto,
    always,
    never
  }

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      completionCandidates = Shown.class,
      description =
          "${COMPLETION-CANDIDATES}; csv and jsonl (a JSON object per line) have tables only. Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Option(names = "--json", description = "Short for --format json.")
  private boolean json;

  @Option(
      names = "--compact",
      hidden = true,
      description = "Write JSON without spaces and line breaks.")
  private boolean compact;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description = "auto (on a terminal, unless NO_COLOR is set), always or never.")
  private Colour colour;

  /** Whether people read the answer, not programs. */
  boolean isForReading() {
    return !json && (format == Format.text || format == Format.markdown);
  }

  /** Whether rows are written to a Parquet file. */
  boolean isParquet() {
    return !json && format == Format.parquet;
  }

  /**
   * Writes an answer to standard output and warnings to standard error.
   *
   * @param executable the file that gave types and names, for JSON
   * @param complete whether all of the dump was read; evaluated while the answer is written
   * @param warnings for the user; evaluated while the answer is written
   */
  void write(
      Streams streams,
      String command,
      Report report,
      Optional<String> executable,
      Supplier<Boolean> complete,
      Supplier<List<String>> warnings)
      throws IOException {
    OutputStream out = new GuardedOutput(streams.out());
    switch (json ? Format.json : format) {
      case json -> {
        Map<String, Object> fields = new LinkedHashMap<>(report.json());
        executable.ifPresent(
            file -> fields.putIfAbsent("executable", Json.fields().with("path", file)));
        fields.put("complete", complete);
        fields.put("warnings", warnings);
        OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        Json.write(command, fields, !compact, buffered);
        buffered.flush();
      }
      case jsonl -> {
        Iterable<Map<String, Object>> lines =
            report
                .lines()
                .orElseThrow(
                    () -> new OperandException("jsonl is not supported here; use --format json"));
        OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        Json.writeLines(lines, buffered);
        buffered.flush();
      }
      case csv -> {
        TextWriter writer = new TextWriter(out, false, streams.columns());
        Table<?> table =
            report
                .csv()
                .orElseThrow(
                    () -> new OperandException("CSV is not supported here; use --format json"));
        writer.csv(table);
        writer.flush();
      }
      case markdown -> {
        TextWriter writer = new MarkdownWriter(out, streams.columns());
        report.text(writer);
        writer.flush();
      }
      case parquet ->
          throw new OperandException("Parquet is not supported here; godump sql writes it");
      case text -> {
        TextWriter writer = new TextWriter(out, usesColour(streams), streams.columns());
        report.text(writer);
        writer.flush();
      }
    }
    warnings.get().forEach(streams::warn);
  }

  private boolean usesColour(Streams streams) {
    return switch (colour) {
      case always -> true;
      case never -> false;
      case auto -> streams.outIsTerminal() && Streams.colourAllowed();
    };
  }
}
