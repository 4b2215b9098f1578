package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.cli.Errors.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlCommandTest {
  private static final String DUMP = "testdata/go1.24/leak.dump.gz";
  private static final String OTHER = "testdata/go1.24/growth-1.dump.gz";

  private static CommandLineRun sql(String... args) {
    String[] all = new String[args.length + 2];
    all[0] = "sql";
    all[1] = "--no-index";
    System.arraycopy(args, 0, all, 2, args.length);
    return CommandLineRun.of(all);
  }

  @Test
  void sums_are_those_of_the_heap() {
    CommandLineRun run =
        sql("--format", "csv", DUMP, "SELECT count(*) AS n, sum(size) AS bytes FROM objects");
    String dumps = sql("--format", "csv", DUMP, "SELECT objects AS n, bytes FROM dumps").out();
    assertThat(run.out()).isEqualTo(dumps).hasLineCount(2);
  }

  @Test
  void a_query_comes_before_or_after_the_dump() {
    String query = "SELECT max(id) FROM objects";
    assertThat(sql(query, DUMP).out()).isEqualTo(sql(DUMP, query).out()).isNotEmpty();
  }

  @Test
  void addresses_are_hexadecimal_in_queries_and_answers() {
    String first = "SELECT address FROM objects WHERE id = 0";
    String address = sql("--format", "csv", DUMP, first).out().lines().toList().get(1);
    assertThat(address).startsWith("0xc000");
    String query = "SELECT id FROM objects WHERE address = " + address;
    assertThat(sql("--format", "csv", DUMP, query).out()).isEqualTo("id\n0\n");
  }

  @Test
  void tables_have_the_rows_of_all_dumps() {
    String query = "SELECT dump, count(*) FROM goroutines GROUP BY dump ORDER BY dump";
    assertThat(sql("--format", "csv", DUMP, OTHER, query).out().lines())
        .hasSize(3)
        .anyMatch(line -> line.startsWith(DUMP + ","))
        .anyMatch(line -> line.startsWith(OTHER + ","));
  }

  @Test
  void an_answer_in_json_has_its_types() throws IOException {
    CommandLineRun run =
        sql("--json", DUMP, "SELECT address, id, noscan, type, id / 3 FROM objects LIMIT 1");
    assertThat(run.out().lines().map(String::strip))
        .containsSubsequence(
            List.of(
                "\"type\" : \"address\"",
                "\"type\" : \"integer\"",
                "\"type\" : \"flag\"",
                "\"type\" : \"text\"",
                "\"type\" : \"real\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT nothing FROM objects | Binder Error: Referenced column \"nothing\" not found",
        "SELECT * FROM object | Catalog Error: Table with name object does not exist!; Did you mean",
        "SELEC 1 | Parser Error: syntax error",
      })
  void a_wrong_query_is_one_line(String query, String message) {
    CommandLineRun run = sql(DUMP, query);
    run.assertFails(ExitCode.USAGE, message);
    assertThat(run.err()).hasLineCount(1).doesNotContain("LINE 1");
  }

  @Test
  void a_dump_that_is_missing_is_named() {
    sql("no-such.dump", "SELECT 1").assertFails(ExitCode.INPUT, "no-such.dump: no such file");
    sql("SELECT 1").assertFails(ExitCode.USAGE, "missing DUMP");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "selec | selec: no such file, and no query: a query is one argument with a space",
        ".tables | '.tables' is for the prompt; in a query, 'SHOW TABLES'",
        ".schema objects | '.schema objects' is for the prompt; in a query, 'SHOW TABLES'",
      })
  void a_word_that_is_neither_dump_nor_query_gets_an_example(String word, String message) {
    sql(DUMP, word).assertFails(ExitCode.USAGE, message);
  }

  private static final String TYPES = "testdata/go1.24/types.dump.gz";
  private static final String PROGRAM = "testdata/go1.24/types.program.zst";

  private static String typed(String query, String... options) {
    List<String> args = new ArrayList<>(List.of("--exe", PROGRAM, "--format", "csv"));
    args.addAll(List.of(options));
    args.addAll(List.of(TYPES, query));
    CommandLineRun run = sql(args.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    return run.out().substring(run.out().indexOf('\n') + 1);
  }

  @Test
  void functions_find_rows_by_address() {
    String one = "(SELECT max(address) FROM objects WHERE retained > 2 * size)";
    assertThat(typed("SELECT count(*) FROM objects WHERE address = " + one)).isEqualTo("1\n");
    String address = typed("SELECT " + one).strip();
    assertThat(typed("SELECT address FROM object_at(" + address + ")")).isEqualTo(address + "\n");
    assertThat(
            typed(
                "SELECT sum(size) - retained(" + address + ") FROM dominated_by(" + address + ")"))
        .isEqualTo("0\n");
    assertThat(
            typed(
                "SELECT count(*) - (SELECT count(*) FROM refs WHERE source = "
                    + address
                    + ") FROM refs_from("
                    + address
                    + ")"))
        .isEqualTo("0\n");
    assertThat(
            typed(
                "SELECT count(*) - (SELECT count(*) FROM refs WHERE target = "
                    + address
                    + ") FROM refs_to("
                    + address
                    + ")"))
        .isEqualTo("0\n");
    assertThat(typed("SELECT path(" + address + ")")).contains(" → ");
    assertThat(typed("SELECT count(*) FROM object_at(1)")).isEqualTo("0\n");
  }

  @Test
  void fields_are_columns() {
    String query = "SELECT count(*) > 0 FROM fields('runtime.g') WHERE goid > 0";
    assertThat(typed(query)).isEqualTo("true\n");
    sql("--exe", PROGRAM, TYPES, "FROM fields('main.Nothing')")
        .assertFails(ExitCode.USAGE, "no object is known to be of type main.Nothing");
  }

  @Test
  void contents_are_shown_only_if_asked_for() {
    String filled = "SELECT count(content), (SELECT count(value) FROM locals) FROM strings";
    assertThat(typed(filled)).isEqualTo("0,0\n");
    assertThat(typed(filled, "--values")).doesNotStartWith("0,").doesNotEndWith(",0\n");
    assertThat(typed(filled, "--values", "--redact")).isEqualTo("0,0\n");
  }

  @Test
  void an_export_has_the_rows_of_queries(@TempDir Path directory) throws IOException {
    Path heap = directory.resolve("heap");
    CommandLineRun run =
        CommandLineRun.of("export", "parquet", "--no-index", DUMP, OTHER, "-o", heap.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("wrote 19 tables of 2 dumps to " + heap + "\n");
    for (String table : List.of("objects", "refs", "goroutines", "memstats", "spans")) {
      String query = "SELECT dump, count(*) AS n FROM %s GROUP BY 1 ORDER BY 1";
      String files = "read_parquet($$" + heap.resolve(table).resolve("*.parquet") + "$$)";
      assertThat(sql("-f", "csv", "--allow-files", DUMP, query.formatted(files)).out())
          .isEqualTo(sql("-f", "csv", DUMP, OTHER, query.formatted(table)).out());
    }
    Path file = heap.resolve("objects").resolve("leak.dump.gz.parquet");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void an_answer_in_a_Parquet_file_has_the_rows_of_the_query(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("it's.parquet");
    String query =
        "SELECT address, sum(size) AS size, id / 3 AS third, noscan, type, dominator, type AS Type"
            + " FROM objects GROUP BY ALL ORDER BY address";
    Files.writeString(file, "old");
    CommandLineRun run = sql("-f", "parquet", "-o", file.toString(), DUMP, query);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("wrote " + file + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String back = "FROM read_parquet($$" + file + "$$) ORDER BY address";
    assertThat(sql("-f", "csv", "--allow-files", DUMP, back).out())
        .isEqualTo(sql("-f", "csv", DUMP, query).out());
    byte[] whole = Files.readAllBytes(file);
    sql("-f", "parquet", "-o", file.toString(), DUMP, "SELECT 100000000000000000000::HUGEINT AS n")
        .assertFails(ExitCode.USAGE, "n: 100000000000000000000 has more than 64 bits");
    sql("-f", "parquet", "-o", file.toString(), DUMP, "SELECT 1; SELECT 2")
        .assertFails(ExitCode.USAGE, "a Parquet file has the rows of one query");
    assertThat(file).hasBinaryContent(whole);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void an_answer_in_a_file_is_that_on_standard_output(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("answer");
    String query = "SELECT id, type FROM objects ORDER BY id LIMIT 40";
    for (String format : List.of("text", "csv", "json", "markdown", "jsonl")) {
      CommandLineRun run = sql("-f", format, "-o", file.toString(), DUMP, query);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(file).hasContent(sql("-f", format, DUMP, query).out());
    }
  }

  @Test
  void a_file_is_needed_and_is_not_a_dump() throws IOException {
    sql("-f", "parquet", DUMP, "SELECT 1").assertFails(ExitCode.USAGE, "needs a file: -o FILE");
    sql("-o", DUMP, DUMP, "SELECT 1").assertFails(ExitCode.USAGE, "it is the dump itself");
    CommandLineRun.of("objects", "-f", "parquet", DUMP)
        .assertFails(ExitCode.USAGE, "Parquet is not supported here");
  }

  @Test
  void statements_end_with_semicolons() {
    assertThat(SqlStatements.split("SELECT ';' -- a; b\n; /* ; */ SELECT $x$;$x$, \"a;\" ;\n"))
        .containsExactly("SELECT ';' -- a; b", "/* ; */ SELECT $x$;$x$, \"a;\"");
    assertThat(SqlStatements.split("SELECT 0xff, '0xff', a0xff"))
        .containsExactly("SELECT 255, '0xff', a0xff");
    assertThat(SqlStatements.isComplete("SELECT 1; -- done")).isTrue();
    assertThat(SqlStatements.isComplete("SELECT 1 -- done;")).isFalse();
    assertThat(SqlStatements.isComplete("SELECT ';")).isFalse();
  }
}
