package dev.godump.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.dump.RealDump;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableCursor;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableScan;
import dev.godump.sql.table.Tables;
import dev.godump.types.value.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads dumps with Spark in this process. */
class GodumpSourceTest {
  private static final String LEAK = "testdata/go1.24/leak.dump.gz";
  private static final String SIGNATURES = "testdata/signatures/go1.24";

  @TempDir private static Path directory;
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.local.dir", directory.toString())
            .config("spark.sql.warehouse.dir", directory.resolve("warehouse").toString())
            .getOrCreate();
    spark.sparkContext().setLogLevel("OFF");
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static DataFrameReader table(String name) {
    return spark.read().format("godump").option("table", name);
  }

  private static long rowsOf(HeapTable<?> definition, String dump) throws IOException {
    long rows = 0;
    try (HeapGraph graph = RealDump.of(dump).graph();
        Heap heap = Heap.of(graph)) {
      TableScan scan = definition.scan(new TableHeap(dump, heap, Secrets.SHOWN, false));
      for (int part = 0; part < scan.parts(); part++) {
        for (TableCursor row = scan.part(part); row.next(); ) {
          rows++;
        }
      }
    }
    return rows;
  }

  /** Files that are no dumps, or only a part of one, and a whole one. */
  private static Path mixed() throws IOException {
    Path folder = Files.createTempDirectory(directory, "mixed");
    byte[] whole = RealDump.of("go1.24/leak").bytes();
    Files.copy(Path.of(LEAK), folder.resolve("whole.dump.gz"));
    Files.write(folder.resolve("cut.dump"), Arrays.copyOf(whole, whole.length / 2));
    byte[] packed = Files.readAllBytes(Path.of(LEAK));
    Files.write(folder.resolve("packed-cut.dump.gz"), Arrays.copyOf(packed, packed.length / 2));
    Files.writeString(folder.resolve("foreign.dump"), "this is no dump, whatever its name says");
    Files.write(folder.resolve("empty.dump"), new byte[0]);
    return folder;
  }

  @Test
  void every_table_has_the_rows_of_its_definition() throws IOException {
    for (HeapTable<?> definition : Tables.ALL) {
      Dataset<Row> rows = table(definition.name()).load(LEAK);
      assertThat(rows.count()).as("%s", definition).isEqualTo(rowsOf(definition, "go1.24/leak"));
      assertThat(rows.columns()[0]).isEqualTo("dump");
      rows.collectAsList();
    }
  }

  @Test
  void several_dumps_are_one_table() throws IOException {
    Dataset<Row> rows = table("dumps").load("testdata/go1.{19,24}/leak*.dump.gz");
    long files;
    try (Stream<Path> all =
        Stream.of("testdata/go1.19", "testdata/go1.24").flatMap(GodumpSourceTest::list)) {
      files = all.filter(name -> name.getFileName().toString().startsWith("leak")).count();
    }
    assertThat(rows.where("error is null and complete").count()).isEqualTo(files).isPositive();
    assertThat(rows.rdd().getNumPartitions()).isEqualTo((int) files);
    assertThat(table("dumps").load(LEAK, "testdata/go1.19/leak.dump.gz").count()).isEqualTo(2);
  }

  private static Stream<Path> list(String folder) {
    try {
      return Files.list(Path.of(folder)).filter(file -> file.toString().endsWith(".dump.gz"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void sums_are_those_of_the_definition() {
    Row objects =
        table("objects").load(LEAK).selectExpr("count(*)", "sum(size)", "max(id)").first();
    Row dump = table("dumps").load(LEAK).select("objects", "bytes").first();
    assertThat(objects.getLong(0)).isEqualTo(dump.getLong(0)).isEqualTo(objects.getLong(2) + 1);
    assertThat(objects.getLong(1)).isEqualTo(dump.getLong(1));
  }

  @Test
  void conditions_that_are_evaluated_while_rows_are_read_give_the_same_rows() {
    Dataset<Row> objects = table("objects").load(LEAK);
    Dataset<Row> kept = objects.cache();
    List<String> conditions =
        List.of(
            "size > 512",
            "size >= 48 and size < 96",
            "not (size <= 64)",
            "type like 'ptrs%' and retained > 1000",
            "type like '%B' or id = 5",
            "type like '%8%'",
            "type = 'noptr 64 B'",
            "site is null and noscan",
            "site is not null",
            "not (distance > 2)",
            "distance in (1, 3)",
            "distance <=> null",
            "distance <=> 2",
            "noscan = true or live = false",
            "certainty <> 'exact' and size between 100 and 1000",
            "dump like '%leak%' and id < 10",
            "dump = 'elsewhere'");
    for (String condition : conditions) {
      Dataset<Row> pushed = table("objects").load(LEAK).where(condition).select("id");
      assertThat(pushed.queryExecution().executedPlan().toString())
          .as(condition)
          .contains("filters [")
          .doesNotContain("filters []");
      assertThat(pushed.collectAsList())
          .as(condition)
          .containsExactlyInAnyOrderElementsOf(kept.where(condition).select("id").collectAsList());
    }
    kept.unpersist();
  }

  @Test
  void only_the_columns_of_a_query_are_read() {
    Dataset<Row> rows = table("objects").load(LEAK).select("size");
    assertThat(rows.queryExecution().executedPlan().toString())
        .contains("size#")
        .doesNotContain("retained#");
  }

  @Test
  void a_dump_that_can_t_be_read_is_a_row_with_its_error() throws IOException {
    Path folder = mixed();
    List<Row> dumps =
        table("dumps")
            .load(folder.toString())
            .selectExpr("regexp_extract(dump, '[^/]*$', 0) as file", "error is null", "complete")
            .orderBy("file")
            .collectAsList();
    assertThat(dumps.stream().map(Row::mkString).toList())
        .hasSize(5)
        .contains("cut.dumptruefalse", "packed-cut.dump.gztruefalse", "whole.dump.gztruetrue")
        .contains("foreign.dumpfalsenull", "empty.dumpfalsenull");
    Dataset<Row> objects = table("objects").load(folder.toString());
    assertThat(objects.select("dump").distinct().count()).isEqualTo(3);
    assertThat(objects.where("dump like '%whole%'").count())
        .isEqualTo(table("objects").load(LEAK).count());
  }

  @Test
  void a_dump_that_can_t_be_read_ends_a_job_that_says_so() throws IOException {
    String folder = mixed().toString();
    DataFrameReader strict = table("dumps").option("mode", "failfast");
    for (String file : List.of("cut.dump", "packed-cut.dump.gz", "foreign.dump", "empty.dump")) {
      assertThatThrownBy(() -> strict.load(folder + "/" + file).collectAsList())
          .hasStackTraceContaining(file);
    }
    Dataset<Row> whole = strict.load(folder).where("dump like '%/whole%'");
    assertThat(whole.count()).isEqualTo(1);
  }

  @Test
  void wrong_options_are_refused() {
    assertThatThrownBy(() -> table("nonsense").load(LEAK)).hasMessageContaining("objects");
    assertThatThrownBy(() -> table("dumps").option("mode", "drop").load(LEAK).count())
        .hasMessageContaining("FAILFAST");
    assertThatThrownBy(() -> table("dumps").load("testdata/none*.dump").count())
        .hasStackTraceContaining("no such file");
  }

  @Test
  void dumps_find_their_executables_and_share_signatures() {
    List<Row> signatures =
        table("suspects")
            .option("exes", SIGNATURES)
            .load(SIGNATURES + "/*.dump.gz")
            .where("signature like 't%' and signature_path like 'main.%'")
            .groupBy("signature_path")
            .count()
            .collectAsList();
    assertThat(signatures.stream().map(row -> row.getString(0)))
        .contains("main.sessions → map[string]*main.session", "main.jobs → main.job");
    assertThat(signatures).allMatch(row -> row.getLong(1) == 3);
    List<Row> builds =
        table("dumps")
            .option("exes", SIGNATURES)
            .load(SIGNATURES + "/*.dump.gz")
            .groupBy("build_id")
            .count()
            .collectAsList();
    assertThat(builds).hasSize(2).noneMatch(row -> row.isNullAt(0));
  }

  @Test
  void other_file_systems_are_streamed_and_leave_nothing_behind() throws IOException {
    Path scratch = Files.createDirectories(directory.resolve("scratch"));
    spark
        .sparkContext()
        .hadoopConfiguration()
        .set(
            "fs.viewfs.mounttable.fleet.link./dumps",
            Path.of("testdata/go1.24").toAbsolutePath().toUri().toString());
    Dataset<Row> dumps =
        table("dumps")
            .option("scratch", scratch.toString())
            .load("viewfs://fleet/dumps/leak*.dump.gz");
    assertThat(dumps.where("error is null and complete").count())
        .isEqualTo(table("dumps").load("testdata/go1.24/leak*.dump.gz").count());
    try (Stream<Path> left = Files.walk(scratch)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void memory_for_a_dump_is_bounded() {
    Dataset<Row> dumps = table("dumps").option("memory", "64k").load(LEAK);
    assertThat(dumps.select("error").first().getString(0)).contains("needs option memory");
    Dataset<Row> small = table("objects").option("memory", "9m").load(LEAK);
    assertThat(small.count()).isEqualTo(table("objects").load(LEAK).count());
  }

  @Test
  void tables_of_one_dump_can_be_joined() {
    table("objects").load(LEAK).createOrReplaceTempView("objects");
    table("refs").load(LEAK).createOrReplaceTempView("refs");
    Row joined =
        spark
            .sql(
                "select count(*) from refs r join objects s on s.id = r.source_id"
                    + " join objects t on t.address = r.target")
            .first();
    assertThat(joined.getLong(0)).isEqualTo(table("refs").load(LEAK).count());
  }
}
