package dev.godump.cli;

import dev.godump.sql.HeapTable;
import dev.godump.sql.TableColumn;
import dev.godump.sql.table.LookUps;
import dev.godump.sql.table.Tables;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes words at the prompt: of SQL, tables, columns, functions and commands. */
final class SqlCompleter implements Completer {
  private static final List<String> COMMANDS = List.of(".exit", ".help", ".schema", ".tables");

  private static final List<String> WORDS =
      List.of(
          ("ALL AND AS ASC BETWEEN BY CASE CAST DESC DESCRIBE DISTINCT ELSE END EXCEPT EXISTS FALSE"
                  + " FILTER FROM FULL GROUP HAVING ILIKE IN INNER INTERSECT IS JOIN LEFT LIKE LIMIT"
                  + " NOT NULL OFFSET ON OR ORDER OUTER OVER PARTITION QUALIFY RIGHT SAMPLE SELECT"
                  + " SUMMARIZE THEN TRUE UNION USING WHEN WHERE WITH")
              .split(" "));

  private static final List<String> FUNCTIONS =
      List.of(
          "abs",
          "avg",
          "coalesce",
          "count",
          "max",
          "median",
          "min",
          "path",
          "quantile_cont",
          "retained",
          "round",
          "starts_with",
          "sum",
          "value");

  private static final Pattern BEFORE_TABLE = Pattern.compile("(?is).*\\b(from|join|describe)\\s+");

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    for (String word : candidates(line.line(), line.cursor(), line.word())) {
      boolean complete = !word.endsWith("(");
      candidates.add(new Candidate(word, word, null, null, null, null, complete));
    }
  }

  /**
   * Returns the words that can be meant.
   *
   * @param word the word before the cursor, which they begin with in any case
   */
  static Collection<String> candidates(String line, int cursor, String word) {
    String before = line.substring(0, cursor - word.length());
    Set<String> all = new TreeSet<>();
    if (word.startsWith(".")) {
      all.addAll(COMMANDS);
    } else if (before.startsWith(".")) {
      Tables.ALL.forEach(table -> all.add(table.name()));
    } else if (BEFORE_TABLE.matcher(before).matches()) {
      addTables(all);
    } else if (before.endsWith(".")) {
      addColumns(line, all);
    } else {
      all.addAll(WORDS);
      FUNCTIONS.forEach(name -> all.add(name + "("));
      addTables(all);
      addColumns(line, all);
    }
    String prefix = word.toLowerCase(Locale.ROOT);
    all.removeIf(candidate -> !candidate.toLowerCase(Locale.ROOT).startsWith(prefix));
    return all;
  }

  private static void addTables(Set<String> all) {
    Tables.ALL.forEach(table -> all.add(table.name()));
    LookUps.ALL.forEach(function -> all.add(function.name() + "("));
    all.addAll(List.of("fields(", "histogram_by("));
  }

  /** Adds the columns of the tables that a query names, or else of all tables. */
  private static void addColumns(String line, Set<String> all) {
    List<String> words = List.of(line.toLowerCase(Locale.ROOT).split("\\W+"));
    List<? extends HeapTable<?>> named =
        Stream.concat(
                Tables.ALL.stream().filter(table -> words.contains(table.name())),
                LookUps.ALL.stream()
                    .filter(function -> words.contains(function.name()))
                    .map(LookUps.LookUp::table))
            .toList();
    for (HeapTable<?> table : named.isEmpty() ? Tables.ALL : named) {
      all.add(HeapTable.DUMP.name());
      table.columns().stream().map(TableColumn::name).forEach(all::add);
    }
  }
}
