package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godump.dump.RealDump;
import dev.godump.heap.Heap;
import dev.godump.sql.TableHeap;
import dev.godump.sql.engine.EngineLoader;
import dev.godump.sql.engine.SqlEngine;
import dev.godump.sql.engine.SqlEngine.Limits;
import dev.godump.sql.engine.SqlRows;
import dev.godump.sql.engine.SqlSession;
import dev.godump.types.value.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every figure that a command prints can be had by SQL, and is equal. */
class QueriedFiguresTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Columns of {@code objects} that {@code histogram --by} groups by, as it names the groups. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "type", "type_group",
          "length", "type",
          "package", "package",
          "size", "size || ' B'",
          "shape", "shape",
          "site", "coalesce(site, '(not sampled)')",
          "root", "root_holder");

  @TempDir private static Path temporary;

  static Stream<RealDump> dumps() throws IOException {
    // godump doesn't read the formats of Go 1.4 and 1.6
    return RealDump.below("", 4).stream()
        .filter(dump -> !dump.toString().matches(".*go1\\.[46]/.*"));
  }

  private static JsonNode run(Heap heap, String... words) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams = new Streams(InputStream.nullInputStream(), out, err, false, false);
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(List.of("--json", "the.dump"));
    String[] all = args.toArray(String[]::new);
    CommandLine command =
        Commands.commandLine(streams, Optional.of(new OpenHeap(heap, List.of())), all);
    Errors errors = new Errors(streams);
    command.setParameterExceptionHandler(errors).setExecutionExceptionHandler(errors);
    command.execute(all);
    return out.size() == 0 ? JSON.missingNode() : JSON.readTree(out.toByteArray());
  }

  /** Returns the rows of a query: all columns but the last as the key of the last. */
  private static Map<String, String> query(SqlSession session, String sql) throws IOException {
    Map<String, String> rows = new TreeMap<>();
    try (SqlRows result = session.query(sql)) {
      int last = result.columns().size() - 1;
      while (result.next()) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < last; i++) {
          key.append(result.value(i)).append('|');
        }
        rows.merge(key.toString(), String.valueOf(result.value(last)), (a, b) -> a + " " + b);
      }
    }
    return rows;
  }

  private static String one(SqlSession session, String sql) throws IOException {
    return query(session, sql).getOrDefault("", "null");
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void figures_are_equal(RealDump dump) throws IOException {
    SqlEngine engine = EngineLoader.load(Optional.empty(), IndexOptions.findDirectory(null));
    try (Heap heap = Heap.of(dump.graph());
        SqlSession session =
            engine.open(
                List.of(new TableHeap("the.dump", heap, Secrets.SHOWN, false)),
                new Limits(1L << 28, temporary, false))) {
      summary(heap, session);
      for (Map.Entry<String, String> property : PROPERTIES.entrySet()) {
        histogram(heap, session, property.getKey(), property.getValue());
      }
      roots(heap, session);
      goroutines(heap, session);
      waste(heap, session);
    }
  }

  private static void summary(Heap heap, SqlSession session) throws IOException {
    JsonNode answer = run(heap, "summary").get("heap");
    assertThat(one(session, "SELECT count(*) FROM objects"))
        .isEqualTo(answer.get("objects").asText());
    assertThat(one(session, "SELECT sum(size) FROM objects"))
        .isEqualTo(answer.get("bytes").asText());
    for (String figure : List.of("live_objects", "live_bytes")) {
      assertThat(one(session, "SELECT " + figure + " FROM dumps"))
          .isEqualTo(answer.get(figure).asText());
    }
    String garbage = "FROM objects WHERE kept_by IN ('garbage', 'maybe stack variables')";
    if (!answer.get("garbage_objects").isNull()) {
      assertThat(one(session, "SELECT count(*) " + garbage))
          .isEqualTo(answer.get("garbage_objects").asText());
      assertThat(one(session, "SELECT coalesce(sum(size), 0) " + garbage))
          .isEqualTo(answer.get("garbage_bytes").asText());
    }
  }

  private static void histogram(Heap heap, SqlSession session, String by, String column)
      throws IOException {
    Map<String, String> counts = new TreeMap<>();
    JsonNode answer = run(heap, "histogram", "--by", by);
    for (JsonNode row : answer.path("rows")) {
      String name = row.get("type").asText() + "|";
      long bytes = row.get("bytes").asLong();
      counts.merge(name, row.get("count").asLong() + " " + bytes, (a, b) -> sum(a, b));
    }
    Map<String, String> queried =
        query(
            session, "SELECT " + column + ", count(*) || ' ' || sum(size) FROM objects GROUP BY 1");
    assertThat(queried).as(by).isEqualTo(counts);
  }

  private static String sum(String one, String other) {
    String[] a = one.split(" ", 2);
    String[] b = other.split(" ", 2);
    return (Long.parseLong(a[0]) + Long.parseLong(b[0]))
        + " "
        + (Long.parseLong(a[1]) + Long.parseLong(b[1]));
  }

  private static void roots(Heap heap, SqlSession session) throws IOException {
    JsonNode all = run(heap, "roots", "--all");
    assertThat(one(session, "SELECT count(*) FROM roots"))
        .isEqualTo(String.valueOf(all.get("roots").size()));
    JsonNode owners = run(heap, "roots").path("holders");
    long retained = 0;
    for (JsonNode owner : owners) {
      retained += owner.get("retained").asLong();
    }
    assertThat(one(session, "SELECT coalesce(sum(retained), 0) FROM holders WHERE parent IS NULL"))
        .isEqualTo(String.valueOf(retained));
  }

  private static void goroutines(Heap heap, SqlSession session) throws IOException {
    JsonNode answer = run(heap, "goroutines");
    assertThat(one(session, "SELECT count(*) FROM goroutines"))
        .isEqualTo(answer.get("count").asText());
    Map<String, String> groups = new TreeMap<>();
    for (JsonNode group : answer.get("groups")) {
      groups.merge(
          group.get("state").asText() + "|",
          group.get("count").asLong() + " " + group.get("stack_bytes").asLong(),
          QueriedFiguresTest::sum);
    }
    assertThat(
            query(
                session,
                "SELECT state, count(*) || ' ' || sum(stack_bytes) FROM goroutines GROUP BY 1"))
        .isEqualTo(groups);
  }

  private static void waste(Heap heap, SqlSession session) throws IOException {
    Map<String, String> kinds = new TreeMap<>();
    for (JsonNode finding : run(heap, "waste").path("kinds")) {
      if (finding.get("count").asLong() > 0) {
        kinds.put(
            finding.get("kind").asText() + "|",
            finding.get("count").asLong() + " " + finding.get("bytes").asLong());
      }
    }
    assertThat(query(session, "SELECT kind, sum(count) || ' ' || sum(bytes) FROM waste GROUP BY 1"))
        .isEqualTo(kinds);
  }
}
