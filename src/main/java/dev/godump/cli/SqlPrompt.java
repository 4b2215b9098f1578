package dev.godump.cli;

import dev.godump.io.OutputClosedException;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableColumn;
import dev.godump.sql.engine.SqlRows;
import dev.godump.sql.engine.SqlSession;
import dev.godump.sql.table.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.SystemStream;

/** Asks for queries on a terminal, and answers each. Queries that fail don't end it. */
final class SqlPrompt {
  private static final String PROMPT = "godump> ";

  /** The prompt for the second and later lines of a query, as wide as the first. */
  private static final String CONTINUED = "   ...> ";

  private static final List<String> HELP =
      List.of(
          "A query ends with ';' and can have several lines. Ctrl-C cancels it, Ctrl-D ends godump.",
          ".tables          list the tables",
          ".schema [TABLE]  list the columns of a table, or of all",
          ".help            show this",
          ".exit            end godump");

  private final SqlSession session;
  private final Streams streams;
  private final Answer answer;
  private final PrintWriter out;

  /** Writes the answer to a query. */
  @FunctionalInterface
  interface Answer {
    void write(SqlRows rows) throws IOException;
  }

  SqlPrompt(SqlSession session, Streams streams, Answer answer) {
    this.session = session;
    this.streams = streams;
    this.answer = answer;
    this.out = new PrintWriter(streams.out(), true, StandardCharsets.UTF_8);
  }

  /**
   * Reads and answers queries until the user ends it.
   *
   * @param history the file with earlier queries
   */
  void run(Optional<Path> history) throws IOException {
    try (Terminal terminal =
        new ExecTerminalProvider()
            .sysTerminal(
                "godump",
                Objects.requireNonNullElse(System.getenv("TERM"), "dumb"),
                false,
                StandardCharsets.UTF_8,
                true,
                Terminal.SignalHandler.SIG_DFL,
                false,
                SystemStream.Output)) {
      // while a line is read, the reader handles it
      terminal.handle(Terminal.Signal.INT, signal -> session.cancel());
      LineReader reader = reader(terminal, history);
      out.println("Queries end with ';'. .help lists commands, Tab completes names.");
      while (true) {
        try {
          if (!answer(reader.readLine(PROMPT))) {
            return;
          }
        } catch (UserInterruptException e) {
          // the line is dropped
        } catch (EndOfFileException e) {
          return;
        }
      }
    }
  }

  private static LineReader reader(Terminal terminal, Optional<Path> history) {
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("godump")
            .parser(new SqlLineParser())
            .completer(new SqlCompleter())
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUED)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
    history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
    return builder.build();
  }

  /** Answers what was typed. Returns whether to go on. */
  private boolean answer(String typed) throws IOException {
    String text = typed.strip();
    if (text.startsWith(".")) {
      return command(text.replaceFirst("\\s*;$", "").split("\\s+"));
    }
    for (String query : SqlStatements.split(text)) {
      try (SqlRows rows = session.query(query)) {
        answer.write(rows);
      } catch (OutputClosedException e) {
        throw e;
      } catch (IOException e) {
        streams.say(SqlCommand.oneLine(Errors.messageOf(e)));
        break;
      }
    }
    return true;
  }

  private boolean command(String... words) {
    switch (words[0]) {
      case ".exit", ".quit" -> {
        return false;
      }
      case ".tables" -> Tables.ALL.forEach(this::describe);
      case ".schema" ->
          Tables.ALL.stream()
              .filter(table -> words.length == 1 || table.name().equalsIgnoreCase(words[1]))
              .forEach(this::describeColumns);
      case ".help" -> HELP.forEach(out::println);
      default -> streams.say("there is no " + words[0] + "; .help lists the commands");
    }
    return true;
  }

  private void describe(HeapTable<?> table) {
    out.printf("%-12s  %s%n", table.name(), table.documentation());
  }

  private void describeColumns(HeapTable<?> table) {
    describe(table);
    describeColumn(HeapTable.DUMP);
    table.columns().forEach(this::describeColumn);
  }

  private void describeColumn(TableColumn<?> column) {
    out.printf(
        "  %-16s  %-8s  %s%n",
        column.name(), column.type().name().toLowerCase(Locale.ROOT), column.documentation());
  }
}
