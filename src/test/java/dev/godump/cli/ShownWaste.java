package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godump.report.text.Amounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the page in a real browser, which shows a dump of a program that wastes memory. */
abstract class ShownWaste {
  static final String WASTE = "testdata/go1.27/waste.dump.gz";
  static final String WASTE_PROGRAM = "testdata/go1.27/waste.program.zst";

  @TempDir static Path directory;
  static ViewerPage page;
  static RunningViewer waste;

  @BeforeAll
  static void start() throws IOException {
    page = ViewerPage.start(Files.createDirectory(directory.resolve("profile")));
    waste = RunningViewer.of("--no-index", "--exe", WASTE_PROGRAM, WASTE);
    page.open(waste);
  }

  @AfterAll
  static void stop() {
    if (waste != null) {
      waste.close();
    }
    if (page != null) {
      page.close();
    }
  }

  @AfterEach
  void nothing_went_wrong() {
    page.assertNoErrors();
  }

  /** What the command prints about the dump as JSON. */
  static JsonNode json(String... command) throws IOException {
    String[] args = Arrays.copyOf(command, command.length + 5);
    List<String> rest = List.of("--json", "--no-index", "--exe", WASTE_PROGRAM, WASTE);
    System.arraycopy(rest.toArray(), 0, args, command.length, rest.size());
    CommandLineRun run = CommandLineRun.of(args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  static String bytes(JsonNode object, String field) {
    return Amounts.bytes(object.get(field).asLong());
  }

  static String count(JsonNode object, String field) {
    return Amounts.count(object.get(field).asLong());
  }

  static List<String> column(String table, int column) {
    return page.rows(table).stream().map(row -> row.get(column)).toList();
  }
}
