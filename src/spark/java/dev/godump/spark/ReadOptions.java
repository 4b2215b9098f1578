package dev.godump.spark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.godump.sql.table.Tables;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What a job asks for.
 *
 * @param table its name
 * @param paths files, folders or patterns, as Hadoop file systems have them
 * @param executables a folder with executables; empty for none
 * @param strict whether a dump that can't be read ends the job
 * @param memory bytes of Java heap for one dump; 0 for an equal share of half of the executor's
 * @param scratch a folder on the executor's disk; empty for the executor's own
 */
record ReadOptions(
    String table,
    List<String> paths,
    String executables,
    boolean strict,
    long memory,
    String scratch)
    implements Serializable {
  private static final String TABLE = "table";
  private static final String PERMISSIVE = "PERMISSIVE";
  private static final String FAIL_FAST = "FAILFAST";

  /**
   * Reads the options of a job.
   *
   * @throws IllegalArgumentException if one is wrong
   */
  static ReadOptions of(CaseInsensitiveStringMap options) {
    String table = options.getOrDefault(TABLE, "dumps").toLowerCase(Locale.ROOT);
    if (Tables.named(table).isEmpty()) {
      String all = Tables.ALL.stream().map(Object::toString).collect(Collectors.joining(", "));
      throw new IllegalArgumentException("no table " + table + "; there are " + all);
    }
    String mode = options.getOrDefault("mode", PERMISSIVE).toUpperCase(Locale.ROOT);
    if (!mode.equals(PERMISSIVE) && !mode.equals(FAIL_FAST)) {
      throw new IllegalArgumentException(
          "mode " + mode + ": use " + PERMISSIVE + " or " + FAIL_FAST);
    }
    String memory = options.getOrDefault("memory", "");
    return new ReadOptions(
        table,
        paths(options),
        options.getOrDefault("exes", ""),
        mode.equals(FAIL_FAST),
        memory.isEmpty() ? 0 : JavaUtils.byteStringAsBytes(memory),
        options.getOrDefault("scratch", ""));
  }

  /** The arguments of {@code load}: Spark gives one as text, several as a list in JSON. */
  private static List<String> paths(CaseInsensitiveStringMap options) {
    List<String> paths = new ArrayList<>();
    if (options.containsKey("path")) {
      paths.add(options.get("path"));
    }
    if (options.containsKey("paths")) {
      try (JsonParser json = new JsonFactory().createParser(options.get("paths"))) {
        for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
          if (token == JsonToken.VALUE_STRING) {
            paths.add(json.getText());
          }
        }
      } catch (IOException e) {
        throw new IllegalArgumentException("option paths is no list in JSON", e);
      }
    }
    return List.copyOf(paths);
  }
}
