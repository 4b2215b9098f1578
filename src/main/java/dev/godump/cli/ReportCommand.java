package dev.godump.cli;

import dev.godump.heap.Heap;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.web.Answer;
import dev.godump.web.Parameter;
import dev.godump.web.Question;
import dev.godump.web.SinglePage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    description = {
      "Write a report on a heap: a page in one HTML file, for tickets, chats and CI.",
      "It has most views of godump serve, needs no server and loads nothing."
    },
    footer = {
      "",
      "Names of types and functions, and keys of maps on paths, are in it: with --redact, no contents.",
      "It has at most 3 MB: the largest of each list.",
      "",
      "Examples:",
      "  godump report --exe server heap.dump -o report.html",
      "  godump report --exe server --diff before.dump after.dump -o report.html"
    })
final class ReportCommand extends ExportFormatCommand {
  /** The most bytes of all answers; the page itself adds about a tenth. */
  private static final int MAX_ANSWERS = 2_600_000;

  /** The questions of the page, the most important first, as it asks them. */
  private static final List<String> QUESTIONS =
      List.of(
          "summary",
          "leaks",
          "dominators?holders&max-nodes=1500",
          "histogram?by=type&top=400",
          "goroutines?top=100",
          "flamegraph?by=paths&weight=bytes&max-nodes=600",
          "flamegraph?by=paths&inverted&weight=bytes&max-nodes=600",
          "flamegraph?by=dominators&weight=bytes&max-nodes=600",
          "flamegraph?by=dominators&inverted&weight=bytes&max-nodes=600",
          "waste?top=20",
          "histogram?by=package&top=200",
          "histogram?by=size&top=200",
          "histogram?by=shape&top=200",
          "histogram?by=root&top=200",
          "histogram?by=site&top=200",
          "roots?top=300",
          "spans?by=size&top=100",
          "spans?by=range&top=1200",
          "spans?by=span&top=200",
          "flamegraph?by=goroutines&weight=bytes&max-nodes=400",
          "flamegraph?by=goroutines&inverted&weight=bytes&max-nodes=400",
          "flamegraph?by=sites&weight=bytes&max-nodes=400",
          "flamegraph?by=sites&inverted&weight=bytes&max-nodes=400");

  private static final List<String> DIFF_QUESTIONS =
      List.of(
          "diff?by=type&top=300",
          "diff?by=global&top=200",
          "diff?by=goroutine&top=200",
          "diff?by=site&top=200",
          "flamegraph?by=paths&since&weight=bytes&max-nodes=600",
          "flamegraph?by=paths&inverted&since&weight=bytes&max-nodes=600",
          "flamegraph?by=dominators&since&weight=bytes&max-nodes=400");

  /** Options that the names of embedded answers don't have: there is one part of each list. */
  private static final Set<String> PARTS = Set.of("top", "depth", "min-percent", "max-nodes");

  @Spec private CommandSpec spec;

  @Option(
      names = "--diff",
      paramLabel = "BEFORE",
      description = "An earlier dump of the program, to show what grew.")
  private @Nullable String before;

  @Override
  String advice(String file) {
    return "open it in a browser";
  }

  @Override
  String write(Heap heap, OutputStream out) throws IOException {
    if (before != null && !Files.exists(Path.of(before))) {
      throw new NoSuchFileException(before);
    }
    Map<String, byte[]> answers = new LinkedHashMap<>();
    answers.put("status", status(heap));
    List<String> left = new ArrayList<>();
    int size = 0;
    Optional<OpenHeap> open = Optional.of(new OpenHeap(heap, List.of()));
    for (String text : questions()) {
      Question question = question(text);
      boolean diff = DIFF_QUESTIONS.contains(text);
      List<String> dumps = diff && before != null ? List.of(before, dump()) : List.of(dump());
      Answer answer =
          new ServedCommand(question, SharedOptions.of(spec), dumps)
              .run(diff ? Optional.empty() : open);
      byte[] json = SinglePage.compact(answer.json());
      if (answer.isOk() && size + json.length <= MAX_ANSWERS) {
        answers.put(name(question), json);
        size += json.length;
      } else {
        left.add(name(question));
      }
    }
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    new SinglePage().write(answers, page);
    page.writeTo(out);
    String written = Amounts.bytes(page.size());
    return left.isEmpty() ? written : written + "; left out: " + String.join(", ", left);
  }

  private List<String> questions() {
    List<String> questions = new ArrayList<>(QUESTIONS);
    if (before != null) {
      questions.addAll(2, DIFF_QUESTIONS);
    }
    return questions;
  }

  private byte[] status(Heap heap) throws IOException {
    Json.Fields dump =
        Json.fields()
            .with("index", 0)
            .with("name", String.valueOf(Path.of(dump()).getFileName()))
            .with("state", "ready")
            .with("executable", heap.program().map(program -> program.file().name()).orElse(null))
            .with("go_version", heap.graph().process().params().version());
    Json.Fields status =
        Json.fields()
            .with("dumps", List.of(dump))
            .with("version", Version.number())
            .with("redact", isRedacted());
    return Json.line(status).getBytes(StandardCharsets.UTF_8);
  }

  private static Question question(String text) {
    String[] parts = text.split("\\?", 2);
    List<Parameter> options =
        parts.length == 1
            ? List.of()
            : Arrays.stream(parts[1].split("&")).map(ReportCommand::parameter).toList();
    return new Question(parts[0], List.of(0), List.of(), options);
  }

  private static Parameter parameter(String text) {
    String[] parts = text.split("=", 2);
    return new Parameter(parts[0], parts.length == 1 ? Optional.empty() : Optional.of(parts[1]));
  }

  /** The name under which the page looks for the answer; options are in order. */
  private static String name(Question question) {
    List<String> options =
        question.options().stream()
            .filter(option -> !PARTS.contains(option.name()))
            .map(option -> option.name() + option.value().map(value -> "=" + value).orElse(""))
            .toList();
    return question.command() + (options.isEmpty() ? "" : "?" + String.join("&", options));
  }
}
