import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Asks a fleet of dumps which leaks are on how many hosts, on a cluster, and checks the answers
 * against what the programs did: FleetQueries MASTER JAR DIRECTORY HOSTS.
 */
final class FleetQueries {
  /** Bytes of an entry that the program leaks. */
  private static final long ENTRY = 1024;

  private static final String HISTORY = "main.history → main.entry";
  private static final String WORK = "goroutine main.work";
  private static final int BUILDS = 3;

  private static final String BY_SIGNATURE =
      """
      SELECT signature_path, count(DISTINCT dump) AS hosts,
             percentile(retained, 0.5) AS p50, percentile(retained, 0.95) AS p95
      FROM suspects GROUP BY 1 ORDER BY hosts DESC, 1
      """;

  private static final String BY_BUILD =
      """
      SELECT regexp_extract(dump, '/b([0-9])-', 1) AS build, count(*) AS hosts, avg(retained) AS mean
      FROM suspects WHERE signature_path = '%s' GROUP BY 1 ORDER BY 1
      """
          .formatted(HISTORY);

  private static final String DUMPS =
      """
      SELECT count(*) AS dumps, count(error) AS unreadable, count_if(complete) AS complete,
             count(DISTINCT build_id) AS builds
      FROM dumps
      """;

  private final SparkSession spark;
  private final String directory;
  private final int hosts;

  private FleetQueries(SparkSession spark, String directory, int hosts) {
    this.spark = spark;
    this.directory = directory;
    this.hosts = hosts;
  }

  public static void main(String[] args) {
    SparkSession spark =
        SparkSession.builder()
            .master(args[0])
            .config("spark.jars", args[1])
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", false)
            .config("spark.executor.memory", "512m")
            .config("spark.executor.cores", 1)
            .config("spark.sql.shuffle.partitions", 4)
            .config("spark.sql.warehouse.dir", args[2] + "/warehouse")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    AtomicInteger ended = new AtomicInteger();
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd task) {
                if (ended.incrementAndGet() == 60) {
                  System.out.println("60 tasks have ended");
                }
              }
            });
    new FleetQueries(spark, args[2], Integer.parseInt(args[3])).run();
    spark.stop();
  }

  private void run() {
    for (String table : List.of("suspects", "dumps")) {
      table(table).createOrReplaceTempView(table);
    }
    List<Row> bySignature = timed("signatures, from the dumps", BY_SIGNATURE);
    List<Row> byBuild = timed("growth by build, from the dumps", BY_BUILD);
    List<Row> dumps = timed("dumps, from the dumps", DUMPS);
    check(bySignature, byBuild, dumps);
    for (String table : List.of("suspects", "dumps")) {
      String folder = directory + "/parquet/" + table;
      long start = System.nanoTime();
      spark.table(table).coalesce(4).write().parquet(folder);
      System.out.printf("%s to Parquet: %.1f s%n", table, (System.nanoTime() - start) / 1e9);
      spark.read().parquet(folder).createOrReplaceTempView(table);
    }
    expect("signatures from Parquet", timed("signatures, from Parquet", BY_SIGNATURE), bySignature);
    expect("growth from Parquet", timed("growth by build, from Parquet", BY_BUILD), byBuild);
    expect("dumps from Parquet", timed("dumps, from Parquet", DUMPS), dumps);
    // what godump exported, without the files that can't be read
    spark
        .read()
        .parquet(directory + "/tables/*/suspects/*.parquet")
        .createOrReplaceTempView("suspects");
    expect("signatures of exports", timed("signatures, from exports", BY_SIGNATURE), bySignature);
    expect("growth of exports", timed("growth by build, from exports", BY_BUILD), byBuild);
    System.out.println("all answers are right");
  }

  private org.apache.spark.sql.Dataset<Row> table(String name) {
    DataFrameReader reader = spark.read().format("godump").option("table", name);
    return reader.option("exes", directory + "/exes").load(directory + "/dumps/*/*");
  }

  private List<Row> timed(String what, String query) {
    long start = System.nanoTime();
    List<Row> rows = spark.sql(query).collectAsList();
    System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - start) / 1e9);
    rows.forEach(row -> System.out.println("  " + row.mkString("  ")));
    return rows;
  }

  private void check(List<Row> bySignature, List<Row> byBuild, List<Row> dumps) {
    Row all = dumps.get(0);
    expect("dumps", all.getLong(0), (long) BUILDS * hosts + 2);
    expect("unreadable", all.getLong(1), 1L);
    expect("complete", all.getLong(2), (long) BUILDS * hosts);
    expect("builds", all.getLong(3), (long) BUILDS);
    List<Long> retained = new ArrayList<>();
    for (int build = 2; build <= BUILDS; build++) {
      double mean = 0;
      for (int host = 1; host <= hosts; host++) {
        long bytes = (build - 1) * (200L + host) * ENTRY;
        retained.add(bytes);
        mean += (double) bytes / hosts;
      }
      Row row = byBuild.get(build - 2);
      expect("build", row.getString(0), "" + build);
      expect("hosts of build " + build, row.getLong(1), (long) hosts);
      expect("mean of build " + build, Math.round(row.getDouble(2)), Math.round(mean));
    }
    expect("builds that leak", byBuild.size(), BUILDS - 1);
    Collections.sort(retained);
    Row history = named(bySignature, HISTORY);
    expect("hosts with " + HISTORY, history.getLong(1), (long) (BUILDS - 1) * hosts);
    expect("p50", Math.round(history.getDouble(2)), Math.round(percentile(retained, 0.5)));
    expect("p95", Math.round(history.getDouble(3)), Math.round(percentile(retained, 0.95)));
    expect("hosts with " + WORK, named(bySignature, WORK).getLong(1), (long) hosts);
  }

  private static Row named(List<Row> rows, String signature) {
    return rows.stream()
        .filter(row -> row.getString(0).equals(signature))
        .findFirst()
        .orElseThrow();
  }

  /** As Spark computes it: between the two nearest values. */
  private static double percentile(List<Long> sorted, double share) {
    double at = share * (sorted.size() - 1);
    int below = (int) at;
    long next = sorted.get(Math.min(below + 1, sorted.size() - 1));
    return sorted.get(below) + (at - below) * (next - sorted.get(below));
  }

  private static void expect(String what, Object is, Object expected) {
    if (!is.equals(expected)) {
      throw new AssertionError(what + ": " + is + " in place of " + expected);
    }
  }
}
