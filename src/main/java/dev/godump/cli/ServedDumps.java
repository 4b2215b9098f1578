package dev.godump.cli;

import dev.godump.io.Parallel;
import dev.godump.report.text.Json;
import dev.godump.web.Answer;
import dev.godump.web.Answers;
import dev.godump.web.Question;
import java.io.Closeable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The dumps of a server, and its answers to questions about them. */
final class ServedDumps implements Answers, Closeable {
  /** Commands that visit all objects, or their contents. */
  private static final Set<String> LONG = Set.of("strings", "waste", "find", "flamegraph");

  private final List<ServedDump> dumps;

  /**
   * The same dumps, opened a second time for long questions, so that others don't wait for them.
   */
  private final List<ServedDump> aside;

  private final List<String> serverOptions;
  private final String version;
  private final boolean redact;

  /** Reads dumps one after the other, whatever else is answered meanwhile. */
  private final ExecutorService comparing =
      Executors.newSingleThreadExecutor(work -> Parallel.daemon("godump-compare", work));

  /**
   * @param aside the same dumps again
   * @param serverOptions the options of the server that say how dumps are read
   * @param redact whether the contents of memory are hidden
   */
  ServedDumps(
      List<ServedDump> dumps,
      List<ServedDump> aside,
      List<String> serverOptions,
      String version,
      boolean redact) {
    this.dumps = dumps;
    this.aside = aside;
    this.serverOptions = serverOptions;
    this.version = version;
    this.redact = redact;
    dumps.forEach(ServedDump::start);
  }

  @Override
  public Map<String, Object> status() {
    return Json.fields()
        .with("dumps", dumps.stream().map(this::status).toList())
        .with("version", version)
        .with("redact", redact);
  }

  private Json.Fields status(ServedDump dump) {
    return dump.status(aside.get(dump.index()).phase());
  }

  @Override
  public boolean hasCommand(String name) {
    return ServedCommand.OPTIONS.containsKey(name);
  }

  @Override
  public int dumps() {
    return dumps.size();
  }

  @Override
  public boolean isReady(Question question) {
    return question.dumps().stream()
        .noneMatch(dump -> dumps.get(dump).state() == ServedDump.State.LOADING);
  }

  @Override
  public CompletableFuture<Answer> ask(Question question) {
    List<String> names = question.dumps().stream().map(dump -> dumps.get(dump).dump()).toList();
    ServedCommand command = new ServedCommand(question, serverOptions, names);
    Optional<Answer> refusal = command.refuse();
    if (refusal.isPresent()) {
      return CompletableFuture.completedFuture(refusal.get());
    }
    return names.size() > 1
        ? CompletableFuture.supplyAsync(() -> command.run(Optional.empty()), comparing)
        : ask(question.dumps().get(0), question, command);
  }

  private CompletableFuture<Answer> ask(int index, Question question, ServedCommand command) {
    CompletableFuture<Answer> answer =
        dumpFor(question).ask(heap -> command.run(Optional.of(heap)));
    CompletableFuture<Void> unused = answer.thenRun(() -> prepareAside(index));
    return answer;
  }

  /** Prepares for long questions once the first ones are answered. */
  private void prepareAside(int index) {
    ServedDump dump = dumps.get(index);
    if (dump.isIdle() && dump.isIndexed()) {
      aside.get(index).start();
    }
  }

  private ServedDump dumpFor(Question question) {
    int index = question.dumps().get(0);
    if (!LONG.contains(question.command()) || !dumps.get(index).isIndexed()) {
      return dumps.get(index);
    }
    aside.get(index).start();
    return aside.get(index);
  }

  @Override
  public void close() {
    dumps.forEach(ServedDump::close);
    aside.forEach(ServedDump::close);
    comparing.shutdownNow();
  }
}
