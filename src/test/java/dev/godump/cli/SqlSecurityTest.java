package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.cli.Errors.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries can't read or write files, reach the network or load code. */
class SqlSecurityTest {
  private static final String DUMP = "testdata/go1.24/leak_list.dump.gz";
  private static final String SECRET = "swordfish";

  /** Stands for a directory with files in a query. */
  private static final String DIRECTORY = "DIR";

  @TempDir private static Path directory;

  @BeforeAll
  static void write() throws IOException {
    Files.writeString(directory.resolve("secret.csv"), "word\n" + SECRET + "\n");
    Files.writeString(directory.resolve("secret.json"), "{\"word\": \"" + SECRET + "\"}");
    Files.writeString(directory.resolve("code.duckdb_extension"), "no code");
  }

  private static CommandLineRun sql(String query, String... options) {
    String[] args = new String[options.length + 4];
    args[0] = "sql";
    System.arraycopy(options, 0, args, 1, options.length);
    args[options.length + 1] = "--no-index";
    args[options.length + 2] = DUMP;
    args[options.length + 3] = query.replace(DIRECTORY, directory.toString()) + " ";
    return CommandLineRun.of(args);
  }

  private static long files() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.count();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM 'DIR/secret.csv'",
        "SELECT * FROM read_csv('DIR/secret.csv')",
        "SELECT * FROM read_csv_auto('DIR/*.csv')",
        "SELECT * FROM sniff_csv('DIR/secret.csv')",
        "SELECT * FROM read_json('DIR/secret.json')",
        "SELECT * FROM read_ndjson_objects('DIR/secret.json')",
        "SELECT * FROM read_text('DIR/secret.csv')",
        "SELECT * FROM read_blob('/etc/passwd')",
        "SELECT * FROM glob('DIR/*')",
        "SELECT * FROM read_parquet('DIR/secret.csv')",
        "SELECT * FROM parquet_metadata('DIR/secret.csv')",
        "SELECT * FROM query('SELECT * FROM read_text(''DIR/secret.csv'')')",
        "SELECT * FROM read_csv('https://example.com/secret.csv')",
        "SELECT * FROM read_parquet('s3://bucket/secret.parquet')",
        "CREATE TABLE stolen AS FROM 'DIR/secret.csv'",
        "CREATE MACRO stolen() AS TABLE FROM read_text('DIR/secret.csv'); FROM stolen()",
        "CREATE TABLE t (word VARCHAR); COPY t FROM 'DIR/secret.csv'; SELECT * FROM t",
        "COPY (SELECT 1) TO 'DIR/written.csv'",
        "COPY (SELECT 1) TO 'DIR/written.parquet' (FORMAT parquet)",
        "COPY memstats TO '/dev/stdout'",
        "EXPORT DATABASE 'DIR/written'",
        "IMPORT DATABASE 'DIR'",
        "ATTACH 'DIR/written.db' AS written; CREATE TABLE written.t (a INTEGER)",
        "ATTACH 'https://example.com/x.db' AS x (READ_ONLY)",
        "INSTALL httpfs",
        "FORCE INSTALL httpfs FROM 'http://example.com'",
        "LOAD httpfs",
        "LOAD 'DIR/code.duckdb_extension'",
        "UPDATE EXTENSIONS",
        "SET enable_external_access = true",
        "RESET enable_external_access",
        "SET lock_configuration = false",
        "SET GLOBAL temp_directory = 'DIR'",
        "SET allowed_directories = ['DIR']",
        "SET extension_directory = 'DIR'",
        "SET allow_unsigned_extensions = true",
        "SET home_directory = 'DIR'",
        "SET profiling_output = 'DIR/written.json'",
        "PRAGMA profiling_output = 'DIR/written.json'",
        "SET log_query_path = 'DIR/written.log'",
        "PRAGMA log_query_path = 'DIR/written.log'",
        "CALL enable_logging(storage_path = 'DIR/written'); SELECT 42",
        "CALL enable_logging('QueryLog', storage = 'file', storage_config = {'path': 'DIR/written'}); SELECT 42",
        "CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'x')",
        "SELECT getenv('HOME')",
      })
  void a_query_reaches_nothing_but_the_dump(String query) throws IOException {
    long before = files();
    CommandLineRun run = sql(query);
    assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out() + run.err()).doesNotContain(SECRET);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void an_option_lets_queries_use_files() {
    assertThat(sql("SELECT * FROM 'DIR/secret.csv'", "--allow-files").out()).contains(SECRET);
    assertThat(sql("LOAD 'DIR/code.duckdb_extension'", "--allow-files").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(sql("SET allow_unsigned_extensions = true", "--allow-files").exitCode())
        .isEqualTo(ExitCode.USAGE);
  }
}
