package dev.godump.cli;

import dev.godump.cli.AnswerOptions.Answers;
import dev.godump.cli.Errors.ExitCode;
import dev.godump.cli.Errors.OperandException;
import dev.godump.cli.IndexedDump.After;
import dev.godump.cli.IndexedDump.Question;
import dev.godump.index.IndexDirectory;
import dev.godump.sql.TableHeap;
import dev.godump.sql.engine.SqlEngine;
import dev.godump.sql.engine.SqlEngine.Limits;
import dev.godump.sql.engine.SqlException;
import dev.godump.sql.engine.SqlRows;
import dev.godump.sql.engine.SqlSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "sql",
    description = {
      "Answer an SQL query over the objects, pointers, goroutines and types of dumps.",
      "Without a query, ask for queries on a terminal, or else answer those on standard input; they",
      "end with ';'. The tables have the rows of all dumps, with the name of the dump in the column",
      "dump."
    },
    footer = {
      "",
      "Examples:",
      "  godump sql heap.dump 'SELECT type, count(*), sum(size) FROM objects GROUP BY 1 ORDER BY 3 DESC'",
      "  godump sql --format csv heap.dump 'SELECT * FROM goroutines' > goroutines.csv",
      "  godump sql --format parquet -o objects.parquet heap.dump 'SELECT * FROM objects'",
      "  godump sql before.dump after.dump 'SELECT dump, sum(size) FROM objects WHERE live GROUP BY 1'",
      "",
      "'SHOW TABLES' lists the tables, 'DESCRIBE objects' the columns of one.",
      "Queries can't read or write files, use the network or load code: godump itself writes FILE."
    })
final class SqlCommand extends DumpCommand {
  @Mixin private AnswerOptions options;

  @Parameters(
      arity = "1..*",
      paramLabel = "DUMP QUERY",
      description = "Heap dumps, and a query in SQL as one quoted argument.")
  private List<String> operands;

  @Option(
      names = "--allow-files",
      description = "Let queries read and write files, which is refused otherwise.")
  private boolean allowFiles;

  @Mixin private EngineOptions engine;

  @Mixin private GraphOptions graph;

  /** The dump that an error is about; empty if it is about none. */
  private String dump = "";

  @Override
  public String dump() {
    return dump;
  }

  @Override
  public Integer call() throws IOException {
    SqlOperands words = SqlOperands.of(operands);
    options.check(words.dumps(), words.query().isPresent());
    SqlEngine loaded = engine.load();
    Optional<String> queries = words.query();
    if (queries.isEmpty() && !streams().isDialog()) {
      queries = Optional.of(new String(streams().in().readAllBytes(), StandardCharsets.UTF_8));
    }
    Optional<List<String>> statements = queries.map(SqlStatements::split);
    for (String statement : statements.orElse(List.of())) {
      if (SqlStatements.isPromptCommand(statement)) {
        throw new OperandException(
            "'"
                + statement
                + "' is for the prompt; in a query, 'SHOW TABLES' lists the tables, 'DESCRIBE objects' the columns of one");
      }
    }
    return open(words.dumps(), List.of(), streams(), new Questions(loaded, statements));
  }

  /**
   * What to ask once all dumps are open.
   *
   * @param queries empty if the user types them
   */
  private record Questions(SqlEngine engine, Optional<List<String>> queries) {}

  /** Opens the dumps after those that are open, one within the other, and then answers. */
  private int open(List<String> dumps, List<TableHeap> opened, Streams streams, Questions questions)
      throws IOException {
    if (opened.size() == dumps.size()) {
      dump = "";
      return answer(opened, streams, questions);
    }
    String name = dumps.get(opened.size());
    dump = name;
    IndexedDump indexed = new IndexedDump(new QueriedDump(this, name, streams), graph);
    Question<Integer> question =
        (heap, warnings, out) -> {
          List<TableHeap> more = new ArrayList<>(opened);
          more.add(new TableHeap(name, heap, secrets(), engine.hasValues()));
          int exitCode = open(dumps, more, out, questions);
          warnings.forEach(warning -> out.warn(name + ": " + warning));
          return Math.max(exitCode, exitCode(heap.graph().loadResult().outcome()));
        };
    return questions.queries.isPresent()
        ? indexed.ask(question, After.WRITE_INDEX)
        : indexed.askVerified(question, After.WRITE_INDEX);
  }

  private int answer(List<TableHeap> heaps, Streams streams, Questions questions)
      throws IOException {
    // someone who types waits for the answer
    Streams to = questions.queries.isPresent() ? streams : streams();
    Path temporary = Files.createTempDirectory("godump-sql");
    Limits limits = new Limits(engine.memory(), temporary, allowFiles);
    try (Answers answers =
            options.open(
                to,
                name(),
                heaps,
                (rows, file) -> questions.engine.writeParquet(rows, file, limits));
        SqlSession session = questions.engine.open(heaps, limits)) {
      if (questions.queries.isEmpty()) {
        new SqlPrompt(session, to, answers::write).run(history());
        return ExitCode.OK;
      }
      for (String query : questions.queries.get()) {
        try (SqlRows rows = session.query(query)) {
          answers.write(rows);
        }
      }
      answers.complete();
    } catch (SqlException e) {
      throw new OperandException(oneLine(Errors.messageOf(e)));
    } finally {
      Files.deleteIfExists(temporary);
    }
    return ExitCode.OK;
  }

  /**
   * Returns the file with the queries that were typed before, which only the user can read, if
   * there is a cache for it.
   */
  private Optional<Path> history() {
    Optional<IndexDirectory> cache =
        IndexOptions.findDirectory(graph.index().namedDirectory().orElse(null));
    if (cache.isEmpty()) {
      return Optional.empty();
    }
    Path file = cache.get().path().resolve("sql-history");
    try {
      cache.get().create();
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // from earlier
    } catch (IOException e) {
      // then nothing is kept
      return Optional.empty();
    }
    return Optional.of(file);
  }

  /** Returns a message of the engine without the query, which follows it. */
  static String oneLine(String message) {
    return message
        .replaceFirst("(?s)\\n+LINE \\d+:.*", "")
        .strip()
        .replaceAll("\\s*\\n+\\s*", "; ");
  }
}
