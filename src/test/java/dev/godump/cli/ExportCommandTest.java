package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportCommandTest {
  private static final String DUMP = "testdata/go1.24/leak.dump.gz";

  private static final String TYPES = "testdata/go1.24/types.dump.gz";
  private static final String PROGRAM = "testdata/go1.24/types.program.zst";

  @TempDir private static Path shared;
  private static Path indexedDump;

  @TempDir private Path directory;

  /** Unpacks a dump and indexes it with its executable, once for all formats. */
  private static synchronized void buildIndex() throws IOException {
    if (indexedDump == null) {
      Path dump = shared.resolve("types.dump");
      try (InputStream packed = new GZIPInputStream(Files.newInputStream(Path.of(TYPES)))) {
        Files.copy(packed, dump);
      }
      CommandLineRun index =
          CommandLineRun.of(
              "index", "--index-dir", indexes().toString(), "--exe", PROGRAM, dump.toString());
      assertThat(index.exitCode()).as(index.err()).isZero();
      indexedDump = dump;
    }
  }

  private static Path indexes() {
    return shared.resolve("indexes");
  }

  private static List<JsonNode> lines(String text) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  private static List<JsonNode> answer(String array, String... args) throws IOException {
    List<JsonNode> elements = new ArrayList<>();
    new ObjectMapper().readTree(CommandLineRun.of(args).out()).get(array).forEach(elements::add);
    return elements;
  }

  /** Returns the lines of one kind, without the field for the kind. */
  private static List<JsonNode> ofKind(List<JsonNode> lines, String kind) {
    return lines.stream()
        .filter(line -> line.get("kind").asText().equals(kind))
        .map(line -> without(line, "kind"))
        .toList();
  }

  private static JsonNode without(JsonNode object, String... names) {
    ObjectNode rest = object.deepCopy();
    rest.remove(List.of(names));
    return rest;
  }

  @Test
  void a_file_is_readable_only_by_its_owner_and_no_other_file_remains() throws IOException {
    Assumptions.assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("posix"));
    Path file = directory.resolve("heap.jsonl");
    Files.writeString(file, "older");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    CommandLineRun run = CommandLineRun.of("export", "jsonl", DUMP, "-o", file.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo("wrote " + file + ": 8 goroutines, 50 roots, 2,726 objects, 4,906 edges\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file))
        .isEqualTo(CommandLineRun.of("export", "jsonl", DUMP, "-o", "-").out());
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all).containsExactly(file);
    }
  }

  @Test
  void a_failed_export_leaves_the_old_file_and_no_other() throws IOException {
    Path file = directory.resolve("heap.jsonl");
    Files.writeString(file, "older");
    CommandLineRun run = CommandLineRun.of("export", "jsonl", "README.md", "-o", file.toString());
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).startsWith("godump: README.md: ").hasLineCount(1);
    assertThat(Files.readString(file)).isEqualTo("older");
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all).containsExactly(file);
    }
  }

  @Test
  void a_symbolic_link_stays_and_its_target_is_replaced() throws IOException {
    Path file = Files.writeString(directory.resolve("real.jsonl"), "older");
    Path link = Files.createSymbolicLink(directory.resolve("link.jsonl"), file);
    assertThat(CommandLineRun.of("export", "jsonl", DUMP, "-o", link.toString()).exitCode())
        .isZero();
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(Files.size(file)).isGreaterThan(100_000);
  }

  @Test
  void the_device_of_standard_output_is_written_to_and_not_replaced() {
    CommandLineRun run = CommandLineRun.of("export", "dot", DUMP, "-o", "/dev/stdout");
    assertThat(run).isEqualTo(CommandLineRun.of("export", "dot", DUMP, "-o", "-"));
  }

  @Test
  void the_dump_itself_is_never_replaced() throws IOException {
    Path copy = Files.copy(Path.of(DUMP), directory.resolve("heap.dump.gz"));
    CommandLineRun run =
        CommandLineRun.of("export", "jsonl", copy.toString(), "-o", copy.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).endsWith("it is the dump itself that -o would replace\n");
    assertThat(copy).hasSameBinaryContentAs(Path.of(DUMP));
  }

  @Test
  void an_unwritable_file_is_reported_in_one_line() {
    CommandLineRun run =
        CommandLineRun.of("export", "jsonl", DUMP, "-o", directory.resolve("no/where").toString());
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .startsWith("godump: can't write the answer: no directory for ")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "dot"})
  void an_empty_file_name_is_not_the_current_directory(String format) {
    CommandLineRun run = CommandLineRun.of("export", format, DUMP, "-o", "");
    run.assertFails(2, "-o needs the name of a file");
  }

  @Test
  void a_hint_names_the_suffix_that_DevTools_needs() {
    String file = directory.resolve("heap.json").toString();
    assertThat(CommandLineRun.of("export", "heapsnapshot", DUMP, "-o", file).out())
        .contains("ends in .heapsnapshot");
    String loadable = directory.resolve("heap.heapsnapshot").toString();
    assertThat(CommandLineRun.of("export", "heapsnapshot", DUMP, "-o", loadable).out())
        .hasLineCount(1);
  }

  @Test
  void a_closed_pipe_is_not_an_error() {
    assertThat(CommandLineRun.withFailingOutput("Broken pipe", "export", "jsonl", DUMP, "-o", "-"))
        .isEqualTo(new CommandLineRun(0, "", ""));
  }

  @Test
  void an_unknown_format_is_wrong_usage() {
    CommandLineRun unknown = CommandLineRun.of("export", "xml", DUMP);
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).startsWith("godump: unknown format 'xml'").hasLineCount(1);
    assertThat(CommandLineRun.of("export").err())
        .startsWith("godump: which format? ")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "testdata/go1.24/interfaces.dump.gz",
        "testdata/go1.19/finalizers.dump.gz",
        "testdata/corpus/go1.24/s390x.dump.gz",
        "testdata/corpus/go1.15/386.dump.gz"
      })
  void lines_agree_with_the_other_commands(String dump) throws IOException {
    List<JsonNode> lines =
        lines(CommandLineRun.of("export", "jsonl", "--retained", dump, "-o", "-").out());
    List<JsonNode> objects =
        answer("objects", "objects", "--sort", "retained", "--format", "json", dump);
    assertThat(ofKind(lines, "object")).containsExactlyInAnyOrderElementsOf(objects);
    List<JsonNode> goroutines = new ArrayList<>();
    for (JsonNode goroutine :
        answer("goroutines", "goroutines", "--all", "--format", "json", dump)) {
      goroutines.add(without(goroutine, "defers", "panics", "labels", "retained", "stack_bytes"));
    }
    assertThat(ofKind(lines, "goroutine")).containsExactlyInAnyOrderElementsOf(goroutines);
    List<JsonNode> roots = new ArrayList<>();
    for (JsonNode root : answer("roots", "roots", "--all", "--format", "json", dump)) {
      ObjectNode renamed = (ObjectNode) root;
      renamed.set("root", renamed.remove("kind"));
      if (renamed.get("function").isNull()) {
        renamed.put("function", "");
      }
      roots.add(renamed);
    }
    assertThat(ofKind(lines, "root")).containsExactlyInAnyOrderElementsOf(roots);
  }

  @Test
  void roots_have_the_function_that_declares_their_variable() throws IOException {
    String export = CommandLineRun.of("export", "jsonl", "-o", "-", "--exe", PROGRAM, TYPES).out();
    List<JsonNode> lines = ofKind(lines(export), "root");
    List<JsonNode> roots =
        answer("roots", "roots", "--all", "--format", "json", "--exe", PROGRAM, TYPES);
    assertThat(lines).hasSameSizeAs(roots).anyMatch(line -> !line.get("file").isNull());
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = lines.get(i);
      String source =
          line.get("file").isNull()
              ? ""
              : ", " + line.get("file").asText() + ":" + line.get("line");
      assertThat(line.get("place").asText() + source).isEqualTo(roots.get(i).get("place").asText());
      assertThat(line.get("function")).isEqualTo(roots.get(i).get("function"));
    }
  }

  @Test
  void each_pointer_of_an_object_is_an_edge() throws IOException {
    List<JsonNode> edges =
        ofKind(lines(CommandLineRun.of("export", "jsonl", DUMP, "-o", "-").out()), "edge");
    Map<String, List<JsonNode>> from =
        edges.stream().collect(Collectors.groupingBy(edge -> edge.get("from").asText()));
    List<JsonNode> expected =
        answer("references", "object", "--format", "json", "0xc0002a4000", DUMP).stream()
            .filter(reference -> !reference.get("target").isNull())
            .toList();
    List<JsonNode> found = from.get("0xc0002a4000");
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).get("offset")).isEqualTo(expected.get(i).get("offset"));
      assertThat(found.get(i).get("value")).isEqualTo(expected.get(i).get("value"));
      assertThat(found.get(i).get("target")).isEqualTo(expected.get(i).get("target"));
    }
  }

  /** The index remembers the executable, so the second export does not name it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "pprof",
        "pprof --by dominator",
        "pprof --by goroutine",
        "pprof --by alloc",
        "hprof",
        "heapsnapshot",
        "dot",
        "jsonl --retained"
      })
  void with_an_index_an_export_is_the_same(String format) throws IOException {
    buildIndex();
    Path with = directory.resolve("with.out");
    Path without = directory.resolve("without.out");
    export(format, indexedDump, without, "--no-index", "--exe", PROGRAM);
    export(format, indexedDump, with, "--index-dir", indexes().toString());
    assertThat(with).hasSameBinaryContentAs(without);
    Path file;
    try (Stream<Path> all = Files.list(indexes())) {
      file =
          all.filter(path -> path.toString().endsWith(".index"))
              .findFirst()
              .orElseThrow()
              .resolve("graph");
    }
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    damaged[damaged.length / 2] ^= 1;
    try {
      Files.write(file, damaged);
      String[] options = {"--index-dir", indexes().toString(), "--exe", PROGRAM};
      assertThat(export(format, indexedDump, with, options).err()).contains("is not used: ");
      assertThat(with).hasSameBinaryContentAs(without);
    } finally {
      Files.write(file, whole);
    }
  }

  private static CommandLineRun export(String format, Path dump, Path file, String... options) {
    List<String> line = new ArrayList<>(List.of(("export " + format).split(" ")));
    line.addAll(List.of(options));
    line.addAll(List.of(dump.toString(), "-o", file.toString()));
    CommandLineRun run = CommandLineRun.of(line.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  @Test
  void an_export_into_a_directory_writes_four_files() throws IOException {
    CommandLineRun run = CommandLineRun.of("export", "jsonl", DUMP, "-o", directory.toString());
    assertThat(run.exitCode()).isZero();
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "goroutines.jsonl", "roots.jsonl", "objects.jsonl", "edges.jsonl");
    }
    assertThat(Files.readAllLines(directory.resolve("edges.jsonl"))).hasSize(4906);
  }

  @Test
  void a_truncated_dump_exports_its_whole_records_and_exits_with_3() throws IOException {
    Path cut = directory.resolve("cut.dump.gz");
    byte[] whole = Files.readAllBytes(Path.of(DUMP));
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    CommandLineRun run = CommandLineRun.of("export", "jsonl", cut.toString(), "-o", "-");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).startsWith("godump: warning: ");
    assertThat(ofKind(lines(run.out()), "object"))
        .isNotEmpty()
        .allMatch(object -> object.get("live").isNull());
  }
}
