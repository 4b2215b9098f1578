package dev.godump.cli;

import static java.util.Map.entry;

import dev.godump.cli.Errors.ExitCode;
import dev.godump.index.DamagedIndexException;
import dev.godump.web.Answer;
import dev.godump.web.Parameter;
import dev.godump.web.Question;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Runs a command for a request and catches what it prints as JSON. The request becomes a command
 * line, so its answer and its errors are those of the command.
 */
final class ServedCommand {
  /** Of an answer, in bytes. */
  private static final int MAX_ANSWER = 1 << 20;

  private static final Set<String> NO_OPTIONS = Set.of();

  /** A flag of a request with two dumps, where the command has the name of the first. */
  private static final String SINCE = "since";

  /**
   * The commands that can be asked, and the options that a request can set. None names a file, and
   * none changes how dumps are read.
   */
  static final Map<String, Set<String>> OPTIONS =
      Map.ofEntries(
          entry("summary", NO_OPTIONS),
          entry("leaks", Set.of("threshold")),
          entry("diff", Set.of("by", "sort", "all", "monotone", "survivors", "top", "offset")),
          entry("histogram", Set.of("by", "sort", "top", "type", "package", "offset")),
          entry(
              "retainers",
              Set.of(
                  "type",
                  "shape",
                  "site",
                  "exclude",
                  "paths",
                  "depth",
                  "min-percent",
                  "top",
                  "raw",
                  "offset")),
          entry("dominators", Set.of("depth", "min-percent", "max-nodes", "holders")),
          entry("flamegraph", Set.of("by", "weight", "inverted", "type", "max-nodes", SINCE)),
          entry(
              "what-if", Set.of("cut", "cut-type", "cut-global", "cut-goroutine", "top", "offset")),
          entry("object", Set.of("hex", "top", "elements", "expand", "offset")),
          entry(
              "objects",
              Set.of(
                  "type",
                  "short",
                  "min-size",
                  "max-size",
                  "live",
                  "cleanups",
                  "dead",
                  "fields",
                  "sort",
                  "top",
                  "elements",
                  "expand",
                  "offset")),
          entry(
              "goroutines",
              Set.of(
                  "all",
                  "id",
                  "state",
                  "function",
                  "label",
                  "by",
                  "runtime",
                  "sort",
                  "locals",
                  "elements",
                  "expand",
                  "top",
                  "offset")),
          entry("strings", Set.of("dead", "match", "sort", "top", "offset")),
          entry("find", Set.of("text", "hex", "no-holders", "context", "top")),
          entry("waste", Set.of("kind", "top")),
          entry("spans", Set.of("by", "sort", "top", "offset")),
          entry("roots", Set.of("all", "goroutine", "kind", "top", "offset")),
          entry("types", Set.of("top", "offset")),
          entry("itabs", Set.of("top", "offset")),
          entry("finalizers", Set.of("all", "top", "offset")),
          entry("threads", NO_OPTIONS),
          entry("params", NO_OPTIONS),
          entry("memstats", NO_OPTIONS),
          entry("memprof", Set.of("live", "top", "offset")),
          entry("records", Set.of("kind", "stats")));

  private final Question question;
  private final List<String> serverOptions;
  private final List<String> dumps;

  /**
   * @param serverOptions the options of the server that say how dumps are read
   * @param dumps the names of the question's dumps
   */
  ServedCommand(Question question, List<String> serverOptions, List<String> dumps) {
    this.question = question;
    this.serverOptions = serverOptions;
    this.dumps = dumps;
  }

  /** Returns why the question can't be asked, if it can't. */
  Optional<Answer> refuse() {
    for (Parameter option : question.options()) {
      if (!OPTIONS.getOrDefault(question.command(), NO_OPTIONS).contains(option.name())) {
        return Optional.of(Answer.badRequest("unknown option '" + option.name() + "'"));
      }
    }
    boolean since = isSince();
    if ((since || question.command().equals("diff")) == (dumps.size() == 1)) {
      return Optional.of(
          Answer.badRequest(dumps.size() == 1 ? "missing the second dump" : "too many dumps"));
    }
    if (since && dumps.size() > 2) {
      return Optional.of(Answer.badRequest("too many dumps"));
    }
    if (question.command().equals("diff") && !question.operands().isEmpty()) {
      return Optional.of(Answer.badRequest("unexpected operand"));
    }
    return Optional.empty();
  }

  private boolean isSince() {
    return question.options().stream().anyMatch(option -> option.name().equals(SINCE));
  }

  /**
   * Runs the command.
   *
   * @param openHeap that of the dump; empty to have the command open the dumps
   * @throws DamagedIndexException if the command read a part of an index that is damaged
   */
  Answer run(Optional<OpenHeap> openHeap) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    LimitedOutput out = new LimitedOutput(MAX_ANSWER);
    Streams streams = new Streams(InputStream.nullInputStream(), out, err, false, false);
    int exitCode;
    try {
      exitCode = run(streams, openHeap);
    } catch (LimitedOutput.TooLargeException e) {
      return Answer.badRequest("the answer is larger than 1 MiB: ask for less");
    }
    if (out.size() > 0 && exitCode != ExitCode.FAILURE) {
      return Answer.ok(out.toByteArray());
    }
    return exitCode == ExitCode.FAILURE
        ? Answer.failure(messageOf(err))
        : Answer.badRequest(messageOf(err));
  }

  private int run(Streams streams, Optional<OpenHeap> openHeap) {
    Errors errors = new Errors(streams);
    CommandLine line = Commands.commandLine(streams, openHeap, question.command());
    CommandLine subcommand =
        Objects.requireNonNull(line.getSubcommands().get(question.command()), question.command());
    String[] args = arguments(subcommand.getCommandSpec());
    // @FILE would name a file
    line.setExpandAtFiles(false);
    DumpCommand command = null;
    try {
      ParseResult parsed = line.parseArgs(args);
      command = (DumpCommand) parsed.subcommand().commandSpec().userObject();
      return command.call();
    } catch (ParameterException e) {
      return errors.handleParseException(e, args);
    } catch (DamagedIndexException | LimitedOutput.TooLargeException e) {
      throw e;
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      return errors.handle(e, command);
    }
  }

  private String[] arguments(CommandSpec command) {
    List<String> arguments = new ArrayList<>(List.of(question.command(), "--json", "--compact"));
    for (String option : serverOptions) {
      if (command.findOption(option.replaceFirst("=.*", "")) != null) {
        arguments.add(option);
      }
    }
    for (Parameter option : question.options()) {
      if (option.name().equals(SINCE)) {
        continue;
      }
      // a flag of URLSearchParams has an empty value
      String value =
          option.value().filter(text -> !text.isEmpty()).map(text -> "=" + text).orElse("");
      arguments.add("--" + option.name() + value);
    }
    if (isSince()) {
      arguments.add("--since=" + dumps.get(0));
    }
    arguments.add("--");
    arguments.addAll(question.operands());
    arguments.addAll(isSince() ? dumps.subList(1, 2) : dumps);
    return arguments.toArray(String[]::new);
  }

  /** Returns the first line that a command wrote to standard error, without the program's name. */
  static String messageOf(ByteArrayOutputStream err) {
    return err.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("godump: warning: "))
        .findFirst()
        .orElse("")
        .replaceFirst("^godump(: | )", "");
  }
}
